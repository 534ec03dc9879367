/**
 * Every error that this package makes, each with a stable `code`.
 *
 *     Error
 *     └─ HttpError             ERR_BAEDAL_HTTP
 *        ├─ ConnectError       ERR_BAEDAL_CONNECT             no connection: kind dns, refused, tls or proxy
 *        ├─ TimeoutError       ERR_BAEDAL_TIMEOUT             a deadline passed: phase queue, connect, read or total
 *        ├─ ProtocolError      ERR_BAEDAL_PROTOCOL            the answer is not HTTP, or cannot be trusted
 *        ├─ BodyError          ERR_BAEDAL_BODY                the body is incomplete, too large or unreadable
 *        ├─ TooManyRedirects   ERR_BAEDAL_TOO_MANY_REDIRECTS  more redirects than allowed
 *        ├─ StatusError        ERR_BAEDAL_STATUS              status >= 400 and `raiseForStatus` asked for an error
 *        ├─ SessionClosedError ERR_BAEDAL_SESSION_CLOSED      the session takes no more requests, or dropped this one
 *        └─ GuardError         ERR_BAEDAL_GUARD               the guard forbids that address
 *     Error
 *     └─ CookieFileError       ERR_BAEDAL_COOKIE_FILE         a file of saved cookies cannot be read; no request is involved
 *
 * Wrong arguments are a `TypeError`; a cancelled task gets the runtime's `CancelledError`.
 */
import type { HttpResponse } from "./http-response.ts";
import type { SchemaIssue } from "./standard-schema.ts";

/** The request an error is about, without credentials. */
export interface RequestSummary {
  readonly method: string;
  /** Without userinfo and fragment; values of secret-looking query parameters are replaced by `***`. */
  readonly url: string;
}

/** What is known of a failure besides its message. */
export interface HttpErrorInit {
  readonly request: RequestSummary;
  readonly response?: HttpResponse | undefined;
  readonly cause?: unknown;
}

/** The root of all errors of this package. */
export class HttpError extends Error {
  readonly code: string = "ERR_BAEDAL_HTTP";
  /** What was asked. */
  readonly request: RequestSummary;
  /**
   * The response, where there is one; without its body where that did not come in. Not enumerable, so that printing the
   * error stays short.
   */
  declare readonly response?: HttpResponse;

  constructor(message: string, init: HttpErrorInit) {
    super(message, init.cause === undefined ? undefined : { cause: init.cause });
    this.request = init.request;
    Object.defineProperty(this, "response", { value: init.response, writable: true, configurable: true });
  }

  /** A plain object without secrets and without cycles. */
  toJSON(): Record<string, unknown> {
    const { name, code, message, request } = this;
    const status = this.response?.status;
    return { name, code, message, request, ...(status === undefined ? {} : { status }) };
  }
}
nameClass(HttpError, "HttpError");

/** What stood in the way of a connection. */
export type ConnectErrorKind = "dns" | "refused" | "tls" | "proxy";

/** No connection came about. `kind` "refused" also stands for unreachable hosts and connections reset at once. */
export class ConnectError extends HttpError {
  override readonly code = "ERR_BAEDAL_CONNECT";
  readonly kind: ConnectErrorKind;

  constructor(message: string, init: HttpErrorInit & { readonly kind: ConnectErrorKind }) {
    super(message, init);
    this.kind = init.kind;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), kind: this.kind };
  }
}
nameClass(ConnectError, "ConnectError");

/** The part of a request that a deadline bounds. */
export type TimeoutPhase = "queue" | "connect" | "read" | "total";

/** A deadline passed; `isTimeout` of the runtime knows it. */
export class TimeoutError extends HttpError {
  override readonly code = "ERR_BAEDAL_TIMEOUT";
  readonly phase: TimeoutPhase;

  constructor(message: string, init: HttpErrorInit & { readonly phase: TimeoutPhase }) {
    super(message, init);
    this.phase = init.phase;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), phase: this.phase };
  }
}
nameClass(TimeoutError, "TimeoutError");

/** What came is not HTTP, or frames its body in two ways at once. */
export class ProtocolError extends HttpError {
  override readonly code = "ERR_BAEDAL_PROTOCOL";
  /**
   * The kept-alive connection that the request went over was closed by the server before a byte of the answer came: the
   * request may have been seen, and is likely to succeed over a new connection (`freshConnection`).
   */
  declare readonly stale?: true;

  constructor(message: string, init: HttpErrorInit & { readonly stale?: true }) {
    super(message, init);
    if (init.stale === true) this.stale = true;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), ...(this.stale === true ? { stale: true } : {}) };
  }
}
nameClass(ProtocolError, "ProtocolError");

/** The body is incomplete, too large, cannot be decoded, or is not what was expected (`issues`). */
export class BodyError extends HttpError {
  override readonly code = "ERR_BAEDAL_BODY";
  /** What the schema given to `json()` found. */
  declare readonly issues?: ReadonlyArray<SchemaIssue>;

  constructor(message: string, init: HttpErrorInit & { readonly issues?: ReadonlyArray<SchemaIssue> }) {
    super(message, init);
    if (init.issues !== undefined) this.issues = init.issues;
  }
}
nameClass(BodyError, "BodyError");

/** The chain of redirects is longer than `redirect.max`; `response` is the last of them. */
export class TooManyRedirects extends HttpError {
  override readonly code = "ERR_BAEDAL_TOO_MANY_REDIRECTS";
}
nameClass(TooManyRedirects, "TooManyRedirects");

/** The status is 400 or more; `response` is the whole answer. */
export class StatusError extends HttpError {
  override readonly code = "ERR_BAEDAL_STATUS";
}
nameClass(StatusError, "StatusError");

/** The session was closed before the request was over. */
export class SessionClosedError extends HttpError {
  override readonly code = "ERR_BAEDAL_SESSION_CLOSED";
}
nameClass(SessionClosedError, "SessionClosedError");

/** The guard refuses the address; nothing was sent there. */
export class GuardError extends HttpError {
  override readonly code = "ERR_BAEDAL_GUARD";
}
nameClass(GuardError, "GuardError");

/** A file of saved cookies cannot be read, or is not one. */
export class CookieFileError extends Error {
  readonly code = "ERR_BAEDAL_COOKIE_FILE";
  readonly path: string;

  constructor(message: string, path: string, cause: unknown) {
    super(message, { cause });
    this.path = path;
  }
}
nameClass(CookieFileError, "CookieFileError");

/** On the prototype, as with the platform's own errors, so that it is not printed as a property. */
function nameClass(errorClass: abstract new (...args: never[]) => Error, value: string): void {
  Object.defineProperty(errorClass.prototype, "name", { value, configurable: true, writable: true });
}
