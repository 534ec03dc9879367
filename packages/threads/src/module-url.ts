import { existsSync } from "node:fs";
import { basename, extname, isAbsolute } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describeValue } from "./describe-value.ts";

const protocols: ReadonlySet<string> = new Set(["file:", "data:", "node:"]);
const advice = 'write new URL("./work.js", import.meta.url)';

/**
 * The URL of a worker module.
 *
 * @param module - a `file:`, `data:` or `node:` URL, or a path that is absolute or starts with `./` or `../` (from the
 *   current directory, as for Node's own `Worker`)
 * @throws TypeError for anything else
 */
export function moduleUrl(module: string | URL): string {
  if (typeof module === "string" && (isAbsolute(module) || /^\.\.?[/\\]/.test(module)))
    return pathToFileURL(module).href;
  const url = module instanceof URL ? module : typeof module === "string" ? URL.parse(module) : undefined;
  if (url === undefined)
    throw new TypeError(`A WorkerPool needs the URL of a module, not ${describeValue(module)}; ${advice}`);
  if (url === null) throw new TypeError(`${JSON.stringify(module)} is no URL and no path of a module; ${advice}`);
  if (protocols.has(url.protocol)) return url.href;
  throw new TypeError(`A WorkerPool loads file:, data: and node: URLs, not ${url.protocol}; ${advice}`);
}

/** Why a module cannot be loaded: what Node says, or better, if the file is not even there. */
export function loadProblem(url: string, cause: unknown): string {
  const path = pathOf(url);
  if (path !== undefined && !existsSync(path)) return `there is no such file${neighbour(path)}`;
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
}

/** Not every URL of a file has a path: one with a host has none outside Windows, and `%2F` stands for no name anywhere. */
function pathOf(url: string): string | undefined {
  try {
    return url.startsWith("file:") ? fileURLToPath(url) : undefined;
  } catch {
    return undefined;
  }
}

/** TypeScript that Node runs as it is has no `.js` beside it; a build has no `.ts`. */
function neighbour(path: string): string {
  const extension = extname(path);
  const other = extension.includes("ts") ? extension.replace("ts", "js") : extension.replace("js", "ts");
  const candidate = path.slice(0, path.length - extension.length) + other;
  return candidate !== path && existsSync(candidate) ? `, but there is ${basename(candidate)} beside it` : "";
}
