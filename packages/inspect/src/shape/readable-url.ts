import { splitUrl } from "./split-url.ts";

const ENCODED = /(?:%[89a-f][0-9a-f])+/giu;
// Controls, marks that reorder, spaces of every width, fillers: what nobody sees stays written as it came.
const UNSEEN = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * A URL for reading: percent-encoded UTF-8 beyond ASCII is decoded after the host, so that `/%EB%B0%B0` reads `/배`.
 * What is encoded within ASCII means something else decoded (`%2F`), and bytes that are not UTF-8 mean nothing: both
 * stay, and so does every character that would be invisible or reorder its surroundings. The host is left alone, where a
 * letter of another script could pretend to be a different one.
 */
export function readableUrl(url: string): string {
  const { scheme, authority, rest } = splitUrl(url);
  return scheme + authority + rest.replace(ENCODED, decode);
}

function decode(bytes: string): string {
  try {
    return decodeURIComponent(bytes).replace(UNSEEN, encodeURIComponent);
  } catch {
    return bytes; // another encoding
  }
}
