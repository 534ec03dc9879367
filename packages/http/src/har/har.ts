/**
 * An HTTP Archive, version 1.2, as browsers and proxies read and write it: the fields that the format requires, and those
 * of its optional ones that a session knows. Sizes are in bytes and times in milliseconds; -1 is the format's word for
 * "unknown" or "did not occur".
 */
export interface Har {
  readonly log: {
    readonly version: "1.2";
    readonly creator: { readonly name: string; readonly version: string };
    /** In the order in which the answers came. */
    readonly entries: readonly HarEntry[];
    /** Says how many older entries were dropped, if any were. */
    readonly comment?: string;
  };
}

/** One request and its answer; each redirect and retry has its own. */
export interface HarEntry {
  /** ISO 8601. */
  readonly startedDateTime: string;
  /** The sum of the timings that are known; `ssl` is part of `connect`. */
  readonly time: number;
  readonly request: HarRequest;
  readonly response: HarResponse;
  /** Always empty: a session has no cache. */
  readonly cache: Readonly<Record<string, never>>;
  readonly timings: HarTimings;
  /** The code of the error, for a request without an answer. */
  readonly _error?: string;
}

/** A name and a value; values that are credentials are `***`. */
export interface HarPair {
  readonly name: string;
  readonly value: string;
}

export interface HarRequest {
  readonly method: string;
  /** Without userinfo and fragment; values of secret-looking query parameters are `***`. */
  readonly url: string;
  readonly httpVersion: string;
  /** Values are `***`. */
  readonly cookies: readonly HarPair[];
  /** Without those that belong to the connection, such as Host and Content-Length. */
  readonly headers: readonly HarPair[];
  readonly queryString: readonly HarPair[];
  /** Absent for no body, and where bodies are not kept. */
  readonly postData?: { readonly mimeType: string; readonly text: string };
  readonly headersSize: -1;
  readonly bodySize: number;
}

export interface HarResponse {
  /** 0 for a request without an answer. */
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  /** Values are `***`. */
  readonly cookies: readonly HarPair[];
  readonly headers: readonly HarPair[];
  readonly content: {
    /** After decoding; -1 for a streamed body. */
    readonly size: number;
    readonly mimeType: string;
    /** Absent where bodies are not kept, are not text, or are too long. */
    readonly text?: string;
  };
  /** Where it redirects to, or `""`. */
  readonly redirectURL: string;
  readonly headersSize: -1;
  /** Before decoding. */
  readonly bodySize: number;
}

/** How long each phase took. */
export interface HarTimings {
  readonly blocked: number;
  readonly dns: number;
  /** TCP and TLS. */
  readonly connect: number;
  readonly ssl: number;
  readonly send: number;
  readonly wait: number;
  readonly receive: number;
}
