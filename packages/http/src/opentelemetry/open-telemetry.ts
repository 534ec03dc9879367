import {
  context,
  type Context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TextMapSetter,
  trace,
  type TracerProvider,
} from "@opentelemetry/api";
import type { ClientResponse } from "../client-response.ts";
import { errorCode } from "../error-code.ts";
import { HttpError } from "../errors.ts";
import type { Middleware } from "../options/middleware-options.ts";
import { version } from "../version.ts";
import { requestAttributes, responseAttributes, spanName } from "./span-attributes.ts";

/** How spans are made. */
export interface OpenTelemetryOptions {
  /**
   * Where the spans go.
   * @default the global provider
   */
  readonly tracerProvider?: TracerProvider;
  /**
   * The context that the span of a call belongs in, asked for where the call is made; `taskContext` of
   * `@baedal/inspect/opentelemetry` gives that of the task.
   * @default what is active
   */
  readonly parent?: () => Context;
}

/**
 * Middleware that makes an OpenTelemetry client span of each call, a child of the span that is active where the call is
 * made, and sends its context along (`traceparent`, or what the global propagator writes). Names and attributes are those
 * of the stable semantic conventions for HTTP client spans.
 *
 * One span covers all redirects and retries of a call; `http.request.resend_count` counts them. It ends when the body was
 * read, that of a streamed response at the headers. Statuses of 400 and more count as errors. The context does not follow
 * a redirect to another origin.
 *
 * Needs `@opentelemetry/api`, which this package does not bring along, and does nothing until an SDK is registered.
 *
 * @example
 * ```ts
 * import { ClientSession } from "@baedal/http";
 * import { openTelemetry } from "@baedal/http/opentelemetry";
 *
 * await using session = new ClientSession({ middleware: [openTelemetry()] });
 * await session.get("https://example.com/");
 * ```
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): Middleware {
  const { parent = () => context.active() } = options;
  const tracer = (options.tracerProvider ?? trace).getTracer("@baedal/http", version);
  return async (request, next) => {
    const active = parent();
    const init = { kind: SpanKind.CLIENT, attributes: requestAttributes(request) };
    const span = tracer.startSpan(spanName(request), init, active);
    const within = trace.setSpan(active, span);
    propagation.inject(within, request.headers, setter);
    try {
      const response = await context.with(within, next, undefined, request);
      noteResponse(span, response);
      return response;
    } catch (error) {
      noteFailure(span, error);
      throw error;
    } finally {
      span.end();
    }
  };
}

const setter: TextMapSetter<Headers> = { set: (headers, name, value) => headers.set(name, value) };

function noteResponse(span: Span, response: ClientResponse): void {
  span.setAttributes(responseAttributes(response));
  if (response.status >= 400) span.setStatus({ code: SpanStatusCode.ERROR });
}

/** Only our own messages are known to hold no secrets. */
function noteFailure(span: Span, error: unknown): void {
  span.setAttribute("error.type", errorCode(error));
  const code = SpanStatusCode.ERROR;
  span.setStatus(error instanceof HttpError ? { code, message: error.message } : { code });
}
