import type { PageTimings } from "./hop.ts";

/** One request of a visit. */
export interface FetchRequest {
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The host is one that a URL given by hand names: credentials and the caller's own headers are meant for it. */
  readonly trusted: boolean;
  /** In ms. */
  readonly timeout: number;
  readonly maxBody: number;
  /** Goes over a connection that was never used. @default false */
  readonly fresh?: boolean;
}

/** One answer, its body read and decoded; a redirect is an answer like any other. */
export interface FetchAnswer {
  readonly status: number;
  readonly reason: string;
  readonly version: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly requestHeaders: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /** The body did not come in as a whole, and `body` is empty. @default false */
  readonly bodiless?: boolean;
  readonly timings: PageTimings;
  /** Text by its charset: BOM, header, `<meta>`, else UTF-8. */
  text(): Promise<string>;
}

/** A request that failed after its answer had begun: `cause` is why, and `answer` has no body. */
export class BrokenAnswer extends Error {
  readonly answer: FetchAnswer;

  constructor(answer: FetchAnswer, cause: Error) {
    super(cause.message, { cause });
    this.answer = answer;
  }
}

/**
 * The one seam between collecting and HTTP: sends one request, follows nothing, retries nothing. Cancelling the task
 * ends it. Errors carry a `code`; `stale` is true when a kept-alive connection turned out to be closed. `fetch` throws
 * them in a `BrokenAnswer` once the answer has begun.
 */
export interface Fetcher {
  fetch(request: FetchRequest): Promise<FetchAnswer>;
  /** The same, but of a body that is larger than `maxBody` the beginning is taken, and the rest left where it is. */
  fetchStart(request: FetchRequest): Promise<FetchAnswer>;
  /** Sends one request, follows redirects, and hands the body of a 200 to `read` as it comes. */
  stream(
    url: string,
    trusted: boolean,
    read: (body: AsyncIterable<Uint8Array>) => Promise<void>,
  ): Promise<Pick<FetchAnswer, "status" | "headers">>;
  close(): Promise<void>;
}
