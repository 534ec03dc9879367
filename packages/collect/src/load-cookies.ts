import { readFile } from "node:fs/promises";

import { CookieJar } from "@baedal/http";

import { OptionError } from "./errors.ts";

/**
 * The cookies of a file: the JSON that `CookieJar.save` writes, or Netscape's cookies.txt, as browsers and curl export it.
 *
 * @throws OptionError the file cannot be read, or is neither
 */
export async function loadCookies(path: string): Promise<CookieJar> {
  const text = await read(path);
  try {
    return text.trimStart().startsWith("{") ? CookieJar.from(JSON.parse(text)) : fromNetscape(text, path);
  } catch (cause) {
    if (cause instanceof OptionError) throw cause;
    throw new OptionError("cookies", `Cannot read the cookies in ${path}: ${(cause as Error).message}`);
  }
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const why = (cause as { code?: string }).code === "ENOENT" ? "there is no such file" : (cause as Error).message;
    throw new OptionError("cookies", `Cannot read the cookies in ${path}: ${why}`);
  }
}

function fromNetscape(text: string, path: string): CookieJar {
  const jar = new CookieJar();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    // A comment, except that curl marks cookies which scripts may not see in this way.
    if (line.trim() === "" || (line.startsWith("#") && !line.startsWith("#HttpOnly_"))) continue;
    const fields = line.replace(/^#HttpOnly_/, "").split("\t");
    if (fields.length < 6) {
      throw new OptionError(
        "cookies",
        `Cannot read the cookies in ${path}: line ${index + 1} has not the 7 fields of a cookies.txt`,
      );
    }
    const [domain = "", subdomains = "", cookiePath = "/", secure = "", expires = "0", name = "", value = ""] = fields;
    const host = domain.replace(/^\./, "");
    const parts = [`${name}=${value}`, `Path=${cookiePath}`];
    if (subdomains.toUpperCase() === "TRUE") parts.push(`Domain=${host}`);
    if (secure.toUpperCase() === "TRUE") parts.push("Secure");
    if (Number(expires) > 0) parts.push(`Expires=${new Date(Number(expires) * 1000).toUTCString()}`);
    jar.set(parts.join("; "), `${secure.toUpperCase() === "TRUE" ? "https" : "http"}://${host}${cookiePath}`);
  }
  return jar;
}
