export { BodyBudget, type BodyBudgetOptions, type BodyBudgetStatistics } from "./body-budget.ts";
export { ClientResponse } from "./client-response.ts";
export { ClientSession, type SessionStatistics, type StreamBody } from "./client-session.ts";
export {
  BodyError,
  ConnectError,
  type ConnectErrorKind,
  CookieFileError,
  GuardError,
  HttpError,
  ProtocolError,
  type RequestSummary,
  SessionClosedError,
  StatusError,
  TimeoutError,
  type TimeoutPhase,
  TooManyRedirects,
} from "./errors.ts";
export type { HeadersInput } from "./header-list.ts";
export type { HttpResponse, Link } from "./http-response.ts";
export type { QueryInput, QueryValue } from "./options/query.ts";
export type { BodyInput } from "./body/body-of.ts";
export { type Cookie, CookieJar } from "./cookies/cookie-jar.ts";
export type { AuthFunction, AuthOptions, OutgoingRequest } from "./options/auth-options.ts";
export type { Connector, Network, NetworkRequest } from "./options/connector.ts";
export type { ExchangeLog, LoggedExchange } from "./options/exchange-log.ts";
export type { Middleware, Next } from "./options/middleware-options.ts";
export type { OnProgress, Progress } from "./options/progress.ts";
export type { RateOptions } from "./options/rate-options.ts";
export type { RetryOptions } from "./options/retry-options.ts";
export type { RedirectOptions, RequestOptions } from "./options/request-options.ts";
export type { CloseOptions, SessionOptions, TlsOptions } from "./options/session-options.ts";
export type { TimeoutOptions } from "./options/timeouts.ts";
export type { SchemaIssue, SchemaResult, StandardSchema } from "./standard-schema.ts";
export type { Timings } from "./timings.ts";
export type { HttpEndEvent, HttpPhaseEvent, HttpRequestEvent, HttpSendEvent, HttpTraceEvent } from "./trace-events.ts";
