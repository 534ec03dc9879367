import {
  BodyError,
  ConnectError,
  type ConnectErrorKind,
  GuardError,
  HttpError,
  type HttpErrorInit,
  ProtocolError,
  SessionClosedError,
  StatusError,
  TimeoutError,
  type TimeoutPhase,
  TooManyRedirects,
} from "../errors.ts";
import type { HttpResponse } from "../http-response.ts";
import { SyncResponse } from "./sync-response.ts";
import type { WireError } from "./wire.ts";

/** An error of the worker as one of this thread, of the same class. */
export function reviveError(wire: WireError): Error {
  const { name, message, request } = wire;
  const cause = reviveCause(wire.cause);
  if (request === undefined)
    return name === "TypeError" ? new TypeError(message, { cause }) : new Error(message, { cause });
  // As in SyncResponse: readers of a synchronous error get a synchronous response.
  const response =
    wire.response === undefined ? undefined : (new SyncResponse(wire.response) as unknown as HttpResponse);
  return reviveHttpError(wire, { request, response, cause });
}

function reviveHttpError({ name, message, kind, phase, issues, stale }: WireError, init: HttpErrorInit): HttpError {
  switch (name) {
    case "ConnectError":
      return new ConnectError(message, { ...init, kind: kind as ConnectErrorKind }); // as it was sent
    case "TimeoutError":
      return new TimeoutError(message, { ...init, phase: phase as TimeoutPhase }); // as it was sent
    case "BodyError":
      return new BodyError(message, issues === undefined ? init : { ...init, issues });
    case "ProtocolError":
      return new ProtocolError(message, stale === undefined ? init : { ...init, stale });
    case "TooManyRedirects":
      return new TooManyRedirects(message, init);
    case "StatusError":
      return new StatusError(message, init);
    case "SessionClosedError":
      return new SessionClosedError(message, init);
    case "GuardError":
      return new GuardError(message, init);
    default:
      return new HttpError(message, init);
  }
}

function reviveCause(cause: WireError["cause"]): Error | undefined {
  if (cause === undefined) return undefined;
  const error = new Error(cause.message);
  error.name = cause.name;
  return cause.code === undefined ? error : Object.assign(error, { code: cause.code });
}
