import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ClientResponse, ClientSession, type SessionOptions } from "@baedal/http";
import { openTelemetry } from "@baedal/http/opentelemetry";
import { MockConnector } from "@baedal/http/testing";
import { type Context, context, propagation, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { gather, run } from "baedal";
import { beforeEach, describe, expect, test } from "vitest";
import { failure } from "./support/failure.ts";
import { plain, rawServer } from "./support/raw-server.ts";

const exporter = new InMemorySpanExporter();
const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
propagation.setGlobalPropagator(new W3CTraceContextPropagator());
trace.setGlobalTracerProvider(tracerProvider);

beforeEach(() => exporter.reset());

function tracedSession(options: SessionOptions = {}): ClientSession {
  return new ClientSession({ ...options, middleware: [openTelemetry()] });
}

/** A call that was stopped is over at once; the code around it hears of it some turns later. */
async function onlySpan(): Promise<ReadableSpan> {
  await expect.poll(() => exporter.getFinishedSpans().length).toBe(1);
  return exporter.getFinishedSpans()[0] as ReadableSpan; // there is one
}

describe("OpenTelemetry", () => {
  test("gets a client span of each call, by the semantic conventions", async () => {
    await using server = await rawServer((socket) => socket.write(plain("soup")));
    await using session = tracedSession();
    await session.get(`${server.url.replace("//", "//ann:kimchi@")}/menu?page=2&api_key=kimchi#top`);
    const span = await onlySpan();
    expect([span.name, span.kind]).toEqual(["GET", SpanKind.CLIENT]);
    expect(span.attributes).toEqual({
      "http.request.method": "GET",
      "server.address": "127.0.0.1",
      "server.port": server.port,
      "url.full": `${server.url}/menu?page=2&api_key=***`,
      "http.response.status_code": 200,
      "network.protocol.version": "1.1",
    });
    expect(span.status.code).toBe(SpanStatusCode.UNSET);
    expect(span.instrumentationScope.name).toBe("@baedal/http");
  });

  test("puts the span of a call where it is told to", async () => {
    await using server = await rawServer((socket) => socket.write(plain("soup")));
    const around = trace.getTracer("test").startSpan("around");
    const parent = (): Context => trace.setSpan(context.active(), around);
    await using session = new ClientSession({ middleware: [openTelemetry({ parent })] });
    await session.get(server.url);
    expect((await onlySpan()).parentSpanContext?.spanId).toBe(around.spanContext().spanId);
  });

  test("has its context sent along, and knows the span around the call in each task", async () => {
    await using server = await rawServer((socket) => socket.write(plain("soup")));
    const tracer = trace.getTracer("test");
    await run(async () => {
      await using session = tracedSession();
      await gather(
        ["a", "b"].map((name) => async () => {
          await tracer.startActiveSpan(name, async (span) => {
            await session.get(`${server.url}/${name}`);
            span.end();
          });
        }),
      );
    });
    const spans = exporter.getFinishedSpans();
    for (const name of ["a", "b"]) {
      const outer = spans.find((span) => span.name === name)?.spanContext();
      const inner = spans.find(({ attributes }) => String(attributes["url.full"]).endsWith(`/${name}`));
      expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanId);
      const sent = server.requests.find((request) => request.startsWith(`GET /${name} `));
      expect(sent?.toLowerCase()).toContain(`traceparent: 00-${outer?.traceId}-${inner?.spanContext().spanId}-01`);
    }
  });

  test("is told of an error status, and of how often the call was sent again", async () => {
    await using server = await rawServer((socket, _request, nth) => {
      if (nth === 1) socket.write("HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n");
      else socket.write("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
    });
    await using session = tracedSession({ retry: { attempts: 2, backoff: 1 } });
    await session.get(server.url);
    const { attributes, status } = await onlySpan();
    expect(attributes).toMatchObject({
      "http.response.status_code": 503,
      "http.request.resend_count": 2,
      "error.type": "503",
    });
    expect(status).toEqual({ code: SpanStatusCode.ERROR });
  });

  test("is told of a failure by its code", async () => {
    await using server = await rawServer(() => {});
    await using session = tracedSession();
    const error = await failure(session.get(server.url, { timeout: { total: 20 } }));
    const { attributes, status } = await onlySpan();
    expect(attributes["error.type"]).toBe("ERR_BAEDAL_TIMEOUT");
    expect(attributes).not.toHaveProperty("http.response.status_code");
    expect(status).toEqual({ code: SpanStatusCode.ERROR, message: error.message });
  });

  test("has the span ended when the call is cancelled, without the words of whoever cancelled", async () => {
    await using server = await rawServer(() => {});
    await using session = tracedSession();
    await failure(session.get(server.url, { signal: AbortSignal.abort(new Error("kimchi")) }));
    const call = session.get(server.url);
    call.cancel("kimchi");
    await failure(call);
    // One that was aborted before it began never came as far as the middleware.
    const { attributes, status } = await onlySpan();
    expect(attributes["error.type"]).toBe("ERR_BAEDAL_CANCELLED");
    expect(status).toEqual({ code: SpanStatusCode.ERROR });
  });

  test("is not flooded by methods of anyone's making", async () => {
    const network = new MockConnector(() => ClientResponse.of(200));
    await using session = tracedSession({ connector: network });
    await session.request("SIMMER", "https://[2001:db8::1]/");
    const { name, attributes } = await onlySpan();
    expect(name).toBe("HTTP");
    expect(attributes).toMatchObject({
      "http.request.method": "_OTHER",
      "http.request.method_original": "SIMMER",
      "server.address": "2001:db8::1",
      "server.port": 443,
    });
  });

  test("may be given a provider of its own", async () => {
    const own = new InMemorySpanExporter();
    const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: own })] });
    const network = new MockConnector(() => ClientResponse.of(200));
    await using session = new ClientSession({
      connector: network,
      middleware: [openTelemetry({ tracerProvider: provider })],
    });
    await session.get("http://shop.example/");
    expect([own.getFinishedSpans().length, exporter.getFinishedSpans().length]).toEqual([1, 0]);
  });

  test("is not loaded by those who do not use it", async () => {
    const script = `
      import { registerHooks } from "node:module";
      registerHooks({ resolve(specifier, context, next) {
        if (specifier.startsWith("@opentelemetry/")) throw new Error("not installed");
        return next(specifier, context);
      } });
      for (const door of ["", "/har", "/sync", "/testing"]) await import("@baedal/http" + door);
      console.log(await import("@baedal/http/opentelemetry").catch((error) => error.message));`;
    const args = ["--input-type=module", "--eval", script];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname });
    expect(stdout.trim()).toBe("not installed");
  });
});
