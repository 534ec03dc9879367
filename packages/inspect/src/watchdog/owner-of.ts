import { findPackageJSON } from "node:module";
import { pathToFileURL } from "node:url";
import { fileSystem } from "./file-system.ts";

/** Whose code a function is: `Node`, one of Baedal's packages by name, or undefined for the program's own and what it uses. */
export function ownerOf(url: string): string | undefined {
  if (url.startsWith("node:") || url === "") return "Node";
  if (!url.includes("/dist/")) return undefined;
  const manifest = manifestOf(url);
  if (manifest === undefined || !url.startsWith(new URL("dist/", manifest).href)) return undefined;
  return ownName(manifest);
}

function manifestOf(url: string): URL | undefined {
  try {
    const path = findPackageJSON(url);
    return path === undefined ? undefined : pathToFileURL(path);
  } catch {
    return undefined; // code that is in no file
  }
}

function ownName(manifest: URL): string | undefined {
  try {
    const { name } = JSON.parse(fileSystem().readFileSync(manifest, "utf8")) as { readonly name?: unknown }; // npm's format
    return typeof name === "string" && /^(?:baedal$|@baedal\/)/u.test(name) ? name : undefined;
  } catch {
    return undefined;
  }
}
