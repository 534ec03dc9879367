import type { OutgoingBody } from "./body/outgoing-body.ts";
import type { Call } from "./call.ts";
import type { ClientResponse } from "./client-response.ts";
import type { RequestSummary } from "./errors.ts";
import type { HeaderList } from "./header-list.ts";
import type { AuthFunction } from "./options/auth-options.ts";
import type { ProxyFor } from "./options/proxy-options.ts";
import type { RequestSettings } from "./options/request-settings.ts";
import type { Proxy } from "./pool/endpoint.ts";
import type { Target } from "./target.ts";

/** One request on its way through the policies; redirects and retries change it in place. */
export class HttpRequest {
  method: string;
  target: Target;
  /** May be shared with other requests: a copy takes its place before it is changed. */
  headers: HeaderList;
  body: OutgoingBody | undefined;
  readonly call: Call;
  readonly settings: RequestSettings;
  /** Tries so far, the running one included. */
  attempts = 1;
  /** The responses that led here by redirect. */
  history: readonly ClientResponse[] = noHistory;
  /** Wants a connection that was never used. */
  fresh: boolean;
  /** Milliseconds that it has waited for a place elsewhere than in the pool's queue. */
  waited = 0;
  /** The outcome of the first sending, where that came before the policies; taken by the first who would send. */
  first: Promise<ClientResponse> | undefined;
  /** Finds the proxy for a hop. */
  proxyFor: ProxyFor | undefined;
  /** Asked for credentials when the request has none. */
  auth: AuthFunction | undefined;

  constructor(
    method: string,
    target: Target,
    headers: HeaderList,
    body: OutgoingBody | undefined,
    call: Call,
    settings: RequestSettings,
  ) {
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.body = body;
    this.call = call;
    this.settings = settings;
    this.fresh = settings.freshConnection;
  }

  /** Without userinfo and fragment. */
  get url(): URL {
    return this.target.url;
  }

  /** The same request, to be sent another time. */
  copy(): HttpRequest {
    const copy = new HttpRequest(this.method, this.target, this.headers, this.body, this.call, this.settings);
    copy.auth = this.auth;
    copy.proxyFor = this.proxyFor;
    return copy;
  }

  /** The proxy on the way to where it goes now. */
  get proxy(): Proxy | undefined {
    return this.proxyFor?.(this.url);
  }

  /** What errors and reports may tell of it. */
  get summary(): RequestSummary {
    return { method: this.method, url: this.target.shown };
  }
}

const noHistory: readonly ClientResponse[] = [];

/** Sends a request and resolves with its answer. */
export type Send = (request: HttpRequest) => Promise<ClientResponse>;

/** One concern of a session, such as redirects: sends the request on, changes it or its answer, or sends it again. */
export type Policy = (request: HttpRequest, next: Send) => Promise<ClientResponse>;
