const textual =
  /^(?:text\/|application\/(?:(?:[\w.+-]+\+)?(?:json|xml)|javascript|ecmascript|x-ndjson|x-javascript|yaml))/i;
const charsetParameter = /;\s*charset\s*=\s*["']?([^\s;"']+)/i;
const metaCharset = /<meta\s[^>]*?charset\s*=\s*["']?\s*([^\s"'>/;]+)/i;

/** True for a Content-Type whose bodies are text. */
function isTextual(contentType: string | undefined): boolean {
  return contentType !== undefined && textual.test(contentType.trim());
}

/**
 * A body as text: by its byte order mark, else the charset of its Content-Type, else that of a `<meta>` in HTML, else
 * UTF-8. `undefined` when it is no text by its type, or cannot be decoded without loss.
 */
export function bodyText(body: Uint8Array, contentType: string | undefined): string | undefined {
  if (!isTextual(contentType)) return undefined;
  try {
    return new TextDecoder(charsetOf(body, contentType), { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

function charsetOf(body: Uint8Array, contentType: string | undefined): string {
  if (body[0] === 0xfe && body[1] === 0xff) return "utf-16be";
  if (body[0] === 0xff && body[1] === 0xfe) return "utf-16le";
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return "utf-8";
  const named = charsetParameter.exec(contentType ?? "")?.[1];
  if (named !== undefined && isKnown(named)) return named;
  const head = /html/i.test(contentType ?? "") ? Buffer.from(body.subarray(0, 1024)).toString("latin1") : "";
  const declared = metaCharset.exec(head)?.[1];
  // A page that reads as ASCII so far cannot be UTF-16, whatever it says.
  return declared !== undefined && isKnown(declared) && !/^utf-?16/i.test(declared) ? declared : "utf-8";
}

function isKnown(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== "";
  } catch {
    return false;
  }
}
