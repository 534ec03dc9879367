import { hash } from "node:crypto";

/**
 * 48 bits of a URL's SHA-256 as a number: the key of the index that finds a URL again. Collisions are harmless, the URL
 * itself is compared too; an index over the text of ten million URLs would be as large as the table.
 */
export function fingerprint(url: string): number {
  return hash("sha256", url, "buffer").readUIntBE(0, 6);
}
