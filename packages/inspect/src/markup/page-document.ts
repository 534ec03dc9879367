import { createHash } from "node:crypto";
import { html, trusted, type Markup } from "../drawing/html.ts";

/** A page that carries all it needs. */
export interface PageParts {
  readonly title: string;
  readonly style: string;
  readonly script: string;
  readonly body: Markup;
  /** What the script reads, in base64. */
  readonly data?: string;
  /** Whether the script may talk to the server that the page came from. @default false */
  readonly connects?: boolean;
}

/**
 * The document around a page. Its policy lets nothing run or load but the very style and script it carries, named by
 * their hashes, so that even markup that slipped through the escaping could do nothing.
 */
export function pageDocument({ title, style, script, body, data, connects = false }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `style-src '${hash(style)}'`,
    `script-src '${hash(script)}'`,
    ...(connects ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const page = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${policy}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="referrer" content="no-referrer" />
      <title>${title}</title>
      ${inline("style", style)}
    </head>
    <body>
      ${body}${data !== undefined && recording(data)}${script !== "" && inline("script", script)}
    </body>
  </html>`;
  return `<!doctype html>\n${page.text}\n`;
}

/** Data and no script: the browser leaves it alone, and the policy does not concern it. */
function recording(data: string): Markup {
  return html`<script type="application/gzip;base64" id="recording">
    ${data}
  </script>`;
}

/** Not a template: the formatter would take the text for code of its own, and the hash is of every character. */
function inline(tag: "style" | "script", text: string): Markup {
  if (/<\/(?:style|script)/iu.test(text)) throw new TypeError(`The page's ${tag} must not contain an end tag`);
  return trusted(`<${tag}>${text}</${tag}>`);
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
