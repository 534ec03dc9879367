import { hash } from "node:crypto";

/** Longest name of one file or folder, in characters that are one byte each; 255 bytes is what file systems take. */
const longestName = 120;
/** Deeper folders are cut: whole paths have limits too. */
const deepest = 20;
/** Names that Windows keeps for devices, with any extension. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

const extensions: Readonly<Record<string, string>> = {
  "text/html": ".html",
  "application/xhtml+xml": ".html",
  "text/plain": ".txt",
  "text/css": ".css",
  "text/csv": ".csv",
  "application/json": ".json",
  "application/xml": ".xml",
  "text/xml": ".xml",
  "application/pdf": ".pdf",
  "image/png": ".png",
  "image/jpeg": ".jpg",
  "image/gif": ".gif",
  "image/svg+xml": ".svg",
};

/**
 * Gives each URL a file name of its own that every file system takes: `host/path`, readable where that is safe. No name
 * leaves its folder, differs from another only in case, or is that of a folder.
 */
export class FileNames {
  /** Fingerprints of the names given, and of the folders they lie in, in lower case. */
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();

  /**
   * The path of a page's file, with `/` between its parts.
   *
   * @param url - normalised
   */
  nameOf(url: string, contentType: string | undefined): string {
    const { host, pathname, search } = new URL(url);
    const parts = pathname.split("/").slice(1);
    const last = safeName(parts.pop() || "index", url);
    const folders = [safeName(host, url), ...parts.slice(0, deepest).map((part) => safeName(part || "_", url))];
    const cut = parts.length > deepest || search !== "";
    return this.#claim(this.#folder(folders), withExtension(last, contentType), cut ? tagOf(url) : "", url);
  }

  /** A folder must not be called as a file is. */
  #folder(parts: readonly string[]): string {
    let path = "";
    for (const part of parts) {
      path = path === "" ? part : `${path}/${part}`;
      if (this.#files.has(keyOf(path))) path += "~";
      this.#folders.add(keyOf(path));
    }
    return path;
  }

  #claim(folder: string, name: string, tag: string, url: string): string {
    const plain = `${folder}/${tagged(name, tag)}`;
    const isFree = !this.#files.has(keyOf(plain)) && !this.#folders.has(keyOf(plain));
    const path = isFree ? plain : `${folder}/${tagged(name, `~${hash("sha256", url).slice(0, 24)}`)}`;
    this.#files.add(keyOf(path));
    return path;
  }
}

/** Compared without case, and without the marks that file systems may normalise away. */
function keyOf(path: string): string {
  return hash("sha1", path.toLowerCase(), "base64");
}

function tagOf(url: string): string {
  return `~${hash("sha256", url).slice(0, 8)}`;
}

function tagged(name: string, tag: string): string {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(0, dot) + tag + name.slice(dot) : name + tag;
}

/** A name of plain characters only; one that had to be cut says so with a few digits of its URL's hash. */
function safeName(part: string, url: string): string {
  const plain = part
    .replace(/[^\w.~!@$()+,;=%-]/g, "_")
    .replace(/^\.+/, (dots) => "_".repeat(dots.length))
    .replace(/\.+$/, (dots) => "_".repeat(dots.length));
  const name = reserved.test(plain) ? `_${plain}` : plain;
  return name.length <= longestName ? name : name.slice(0, longestName) + tagOf(url);
}

function withExtension(name: string, contentType: string | undefined): string {
  if (/\.[a-z0-9]{1,8}$/i.test(name)) return name;
  return name + (extensions[contentType?.split(";", 1)[0]?.trim().toLowerCase() ?? ""] ?? "");
}
