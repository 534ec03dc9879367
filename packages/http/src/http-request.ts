import type { OutgoingBody } from "./body/outgoing-body.ts";
import type { Call } from "./call.ts";
import type { ClientResponse } from "./client-response.ts";
import type { RequestSummary } from "./errors.ts";
import type { HeaderList } from "./header-list.ts";
import { redactUrl } from "./redact.ts";

/** How far a body has come. */
export interface Progress {
  /** Bytes so far, as they are on the wire. */
  readonly loaded: number;
  /** Bytes in all, where they are known. */
  readonly total: number | undefined;
}

/** Told of each piece of a body that was sent or received. */
export type OnProgress = (progress: Progress) => void;

/** What of a request stays the same over its redirects and retries. */
export interface RequestSettings {
  /** Milliseconds in the queue. */
  readonly queueTimeout: number;
  /** Milliseconds for DNS, TCP and TLS. */
  readonly connectTimeout: number;
  /** Milliseconds of silence. */
  readonly readTimeout: number;
  /** Bytes, after decoding. */
  readonly maxBodySize: number;
  readonly decompress: boolean;
  /** The most redirects to follow; -1 = redirects are answers like any other. */
  readonly maxRedirects: number;
  readonly raiseForStatus: boolean;
  /** Whether the body is handed on as it comes. */
  readonly streamed: boolean;
  readonly onUploadProgress: OnProgress | undefined;
  readonly onDownloadProgress: OnProgress | undefined;
}

/** One request on its way through the policies; redirects and retries change it in place. */
export class HttpRequest {
  method: string;
  /** Without userinfo and fragment. */
  url: URL;
  headers: HeaderList;
  body: OutgoingBody | undefined;
  readonly call: Call;
  readonly settings: RequestSettings;
  /** Tries so far, the running one included. */
  attempts = 1;
  /** The responses that led here by redirect. */
  history: readonly ClientResponse[] = noHistory;
  /** Wants a connection that was never used. */
  fresh = false;

  constructor(
    method: string,
    url: URL,
    headers: HeaderList,
    body: OutgoingBody | undefined,
    call: Call,
    settings: RequestSettings,
  ) {
    this.method = method;
    this.url = url;
    this.headers = headers;
    this.body = body;
    this.call = call;
    this.settings = settings;
  }

  /** What errors and reports may tell of it. */
  get summary(): RequestSummary {
    return { method: this.method, url: redactUrl(this.url) };
  }
}

const noHistory: readonly ClientResponse[] = [];

/** Sends a request and resolves with its answer. */
export type Send = (request: HttpRequest) => Promise<ClientResponse>;

/** One concern of a session, such as redirects: sends the request on, changes it or its answer, or sends it again. */
export type Policy = (request: HttpRequest, next: Send) => Promise<ClientResponse>;
