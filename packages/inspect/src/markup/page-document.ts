import { createHash } from "node:crypto";
import { html, trusted, type Markup } from "./html.ts";

/** A page that carries all it needs. */
export interface PageParts {
  readonly title: string;
  readonly style: string;
  readonly script: string;
  readonly body: Markup;
}

/**
 * The document around a page. Its policy lets nothing run or load but the very style and script it carries, named by
 * their hashes, so that even markup that slipped through the escaping could do nothing.
 */
export function pageDocument({ title, style, script, body }: PageParts): string {
  for (const asset of [style, script]) {
    if (/<\/(?:style|script)/iu.test(asset)) throw new TypeError("A page's style or script must not contain its own end tag");
  }
  const policy = `default-src 'none'; style-src '${hash(style)}'; script-src '${hash(script)}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>\n${
    html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
${body}
<script>${trusted(script)}</script>
</body>
</html>
`.text
  }`;
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
