import type { RequestOptions } from "./options/request-options.ts";

/** What a call of `fetch` asks for, in our words. */
export interface FetchRequest {
  readonly method: string;
  readonly url: string;
  readonly options: RequestOptions;
  /** What to do with a redirect. */
  readonly redirect: "follow" | "error" | "manual";
}

/** Parts of `fetch` that a program outside a browser has no use for; only their defaults are taken. */
const browserOnly = { mode: "cors", cache: "default", credentials: "same-origin", integrity: "" } as const;

/**
 * Reads the arguments of `fetch`.
 *
 * @throws TypeError for options that only browsers have
 */
export function readFetchArguments(input: string | URL | Request, init: RequestInit = {}): FetchRequest {
  const [request, address] = isRequest(input) ? [input, input.url] : [undefined, String(input)];
  refuseBrowserOnly(init, request);
  const body = init.body === undefined ? request?.body : init.body;
  const signal = init.signal === undefined ? request?.signal : init.signal;
  const headers = init.headers ?? request?.headers;
  return {
    method: init.method ?? request?.method ?? "GET",
    url: address,
    redirect: init.redirect ?? request?.redirect ?? "follow",
    options: {
      ...(headers === undefined ? {} : { headers: pairsOf(headers) }),
      ...(body === undefined || body === null ? {} : { body: body as NonNullable<RequestOptions["body"]> }), // the same kinds
      ...(signal === undefined || signal === null ? {} : { signal }),
    },
  };
}

function isRequest(input: string | URL | Request): input is Request {
  return typeof input === "object" && !(input instanceof URL) && "method" in input;
}

function pairsOf(headers: NonNullable<RequestInit["headers"]>): Iterable<readonly [string, string]> {
  return new Headers(headers);
}

function refuseBrowserOnly(init: RequestInit, request: Request | undefined): void {
  for (const [name, byDefault] of Object.entries(browserOnly)) {
    const key = name as keyof typeof browserOnly; // of its entries
    const value = init[key] ?? request?.[key];
    if (value !== undefined && value !== byDefault) {
      throw new TypeError(
        `fetch() of a session does not take ${name}: ${JSON.stringify(value)}; only browsers give it a meaning`,
      );
    }
  }
}
