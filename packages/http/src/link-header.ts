import type { Link } from "./http-response.ts";

/** The links of a `Link` header (RFC 8288) by their `rel`; one without goes by its URL. */
export function parseLinks(header: string, base: string): Record<string, Link> {
  const links: Record<string, Link> = {};
  for (const [, target = "", rest = ""] of header.matchAll(
    /<([^<>]*)>((?:\s*;\s*[^\s=;,]+\s*(?:=\s*(?:"(?:[^"\\]|\\.)*"|[^",;]*))?)*)/g,
  )) {
    const url = URL.parse(target, base)?.href;
    if (url === undefined) continue;
    const parameters = parametersOf(rest);
    for (const rel of (parameters["rel"] ?? url).split(/\s+/)) links[rel] ??= { ...parameters, url };
  }
  return links;
}

function parametersOf(text: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [, name = "", quoted, plain] of text.matchAll(
    /;\s*([^\s=;,]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^",;]*)))?/g,
  )) {
    parameters[name.toLowerCase()] ??= quoted?.replace(/\\(.)/g, "$1") ?? plain?.trim() ?? "";
  }
  return parameters;
}
