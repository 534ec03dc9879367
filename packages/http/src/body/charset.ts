/** How many bytes of an HTML page are searched for a `<meta>` that names its charset (HTML, 13.2.3.2). */
const prescanBytes = 1024;

const charsetParameter = /;\s*charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"']+))/i;
const htmlTypes: ReadonlySet<string> = new Set(["text/html", "application/xhtml+xml"]);

/**
 * Decodes a body to text. What names the charset: a byte order mark, then the Content-Type header, then, in HTML, a
 * `<meta>` element, then UTF-8. A label that is not known counts as absent; an explicit `encoding` outranks them all.
 *
 * @throws RangeError if `encoding` is not a charset
 */
export function decodeText(bytes: Uint8Array, contentType: string | undefined, encoding?: string): string {
  if (encoding !== undefined) return new TextDecoder(encoding).decode(bytes);
  const marked = byteOrderMark(bytes);
  if (marked !== undefined) return new TextDecoder(marked).decode(bytes);
  const { decoder: declared, html } = readContentType(contentType);
  const decoder = declared ?? (html ? decoderOf(prescan(bytes)) : undefined);
  return decoder === undefined || decoder.encoding === "utf-8" ? utf8(bytes) : decoder.decode(bytes);
}

interface ContentType {
  readonly decoder: InstanceType<typeof TextDecoder> | undefined;
  readonly html: boolean;
}

/** The content type read last: an API or a site sends the same one again and again. */
let latest: { readonly header: string | undefined; readonly type: ContentType } | undefined;

function readContentType(header: string | undefined): ContentType {
  if (latest === undefined || latest.header !== header) {
    latest = { header, type: { decoder: decoderOf(labelOf(header)), html: isHtml(header) } };
  }
  return latest.type;
}

/** `Buffer` decodes UTF-8 several times faster than `TextDecoder`, and just as leniently. */
function utf8(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return undefined;
}

function labelOf(contentType: string | undefined): string | undefined {
  if (contentType === undefined) return undefined;
  const match = charsetParameter.exec(contentType);
  return match === null ? undefined : (match[1] ?? match[2] ?? match[3]);
}

function isHtml(contentType: string | undefined): boolean {
  const type = contentType?.split(";", 1)[0]?.trim().toLowerCase();
  return type !== undefined && htmlTypes.has(type);
}

function decoderOf(label: string | undefined): InstanceType<typeof TextDecoder> | undefined {
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label.trim());
  } catch {
    return undefined;
  }
}

/** The charset that a page declares of itself. */
function prescan(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, prescanBytes));
  const markup = head.toString("latin1").replace(/<!--[\s\S]*?(?:-->|$)/g, "");
  for (const [tag] of markup.matchAll(/<meta[\s/][^>]*>/gi)) {
    const label = metaCharset(tag);
    // A page that was read as ASCII so far cannot be UTF-16, whatever it says.
    if (label !== undefined) return /^utf-?16/i.test(label) ? "utf-8" : label;
  }
  return undefined;
}

function metaCharset(tag: string): string | undefined {
  const direct = /[\s/"']charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>;]+))/i.exec(tag);
  const content = /[\s/"']content\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(tag);
  if (content === null) return direct === null ? undefined : (direct[1] ?? direct[2] ?? direct[3]);
  if (!/http-equiv\s*=\s*["']?content-type/i.test(tag)) return undefined;
  return labelOf(`;${content[1] ?? content[2] ?? ""}`.replace(/^;[^;]*/, ""));
}
