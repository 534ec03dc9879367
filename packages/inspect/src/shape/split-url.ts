/** A URL cut in three; put together again they are the URL. */
export interface UrlParts {
  /** With its slashes: `http://`. */
  readonly scheme: string;
  /** Host, port and whatever stands before them. */
  readonly authority: string;
  /** What tells the requests to one host apart: path, query, fragment. All of it where it is no URL. */
  readonly rest: string;
}

/** Cuts a URL, or what was asked for in place of one. */
export function splitUrl(url: string): UrlParts {
  const [whole = "", scheme = "", authority = ""] = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)/iu.exec(url) ?? [];
  return { scheme, authority, rest: url.slice(whole.length) };
}
