import { redactUrl } from "./redact.ts";

/** Where a request goes: a URL, and the parts of it that every request asks for, taken out once. */
export class Target {
  /** Without userinfo and fragment. Shared between requests: not to be changed. */
  readonly url: URL;
  /** Scheme, host and port. */
  readonly origin: string;
  readonly pathname: string;
  /** Path and query: what stands in the request line. */
  readonly path: string;
  #shown: string | undefined = undefined;

  constructor(url: URL) {
    this.url = url;
    this.origin = url.origin;
    this.pathname = url.pathname;
    this.path = this.pathname + url.search;
  }

  /** The URL as messages and reports may show it. Worked out once: a recording asks for it several times a request. */
  get shown(): string {
    return (this.#shown ??= redactUrl(this.url));
  }
}
