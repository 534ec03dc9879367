import { ClientResponse, ClientSession, type HttpEndEvent, type HttpTraceEvent } from "@baedal/http";
import { MockConnector } from "@baedal/http/testing";
import { createTask, gather, run, sleep } from "baedal";
import { VirtualClock } from "baedal/testing";
import { type Recorder, record, type TraceEvent } from "baedal/trace";
import { describe, expect, test } from "vitest";
import { failure } from "./support/failure.ts";
import { plain, rawServer } from "./support/raw-server.ts";

function eventsOf(recorder: Recorder): HttpTraceEvent[] {
  return recorder.trace().events.filter((event): event is HttpTraceEvent => event.kind.startsWith("http:"));
}

/** The events in a word or two each. */
function told(recorder: Recorder): string[] {
  return eventsOf(recorder).map((event) => {
    switch (event.kind) {
      case "http:request":
        return `request ${event.data.method} ${new URL(event.data.url).pathname}`;
      case "http:send":
        return `send ${event.data.sending} ${event.data.method} ${new URL(event.data.url).pathname}`;
      case "http:phase":
        return event.data.phase;
      case "http:end":
        return `end ${event.data.status ?? "-"} ${event.data.error ?? "-"} ${event.data.bytes}`;
      default:
        return event satisfies never;
    }
  });
}

function ends(recorder: Recorder): HttpEndEvent["data"][] {
  return eventsOf(recorder).flatMap((event) => (event.kind === "http:end" ? [event.data] : []));
}

describe("The trace stream", () => {
  test("is told of the phases of a call, in order and with the times of the response", async () => {
    await using server = await rawServer((socket) => socket.write(plain("soup")));
    await using session = new ClientSession();
    using recorder = record();
    const { timings } = await session.get(server.url);
    await session.get(server.url);
    const firstTime = [
      "request GET /",
      "send 1 GET /",
      "queued",
      "connect",
      "sent",
      "firstByte",
      "done",
      "end 200 - 4",
    ];
    expect(told(recorder)).toEqual([...firstTime, ...firstTime.filter((word) => word !== "connect")]);
    const events = eventsOf(recorder);
    const at = (phase: string): number =>
      events.find((event) => event.kind === "http:phase" && event.data.phase === phase)?.at ?? Number.NaN;
    expect(at("done") - at("connect")).toBeCloseTo((timings.done ?? 0) - (timings.connect ?? 0), 6);
    expect(new Set(events.map((event) => event.data.id)).size).toBe(2);
  });

  test("has each event under the task that asked, whichever task's socket it came over", async () => {
    await using server = await rawServer((socket) => socket.write(plain("soup")));
    using recorder = record();
    await run(async () => {
      await using session = new ClientSession({ limit: 1 });
      const ask = async (): Promise<unknown> => await session.get(server.url);
      const guests = ["a", "b", "c"].map((name) => createTask(ask, { name }));
      for (const guest of guests) await guest;
    });
    const names = new Map<number, string>();
    for (const event of recorder.trace().events as TraceEvent[])
      if (event.kind === "spawn") names.set(event.task, event.name);
    const byCall = Map.groupBy(eventsOf(recorder), (event) => event.data.id);
    const tasks = [...byCall.values()].map((events) => [...new Set(events.map(({ task }) => names.get(task)))]);
    expect(tasks).toEqual([["a"], ["b"], ["c"]]);
    expect([...byCall.values()].map((events) => events.at(-1)?.kind)).toEqual(["http:end", "http:end", "http:end"]);
  });

  test("says that nobody woke who waited for a response, not the task that opened the session", async () => {
    await using server = await rawServer((socket) => socket.write(plain("soup")));
    using recorder = record();
    await run(async () => {
      await using session = new ClientSession({ limit: 2 });
      const ask = async (): Promise<unknown> => await session.get(server.url);
      await gather([1, 2, 3, 4].map(() => createTask(ask, { name: "guest" })));
    });
    const woken = recorder.trace().events.flatMap((event) => (event.kind === "wake" ? [event] : []));
    const fromNetwork = woken.filter(({ on }) => on.startsWith("GET ")).map(({ by }) => by);
    expect(fromNetwork).toEqual([0, 0, 0, 0]);
  });

  test("is told of each redirect, retry and replay as a sending of its own", async () => {
    await using server = await rawServer((socket, _request, nth) => {
      if (nth === 1) socket.write("HTTP/1.1 303 See Other\r\nLocation: /menu\r\nContent-Length: 0\r\n\r\n");
      else if (nth === 2) socket.write("HTTP/1.1 503 No\r\nContent-Length: 2\r\n\r\nno");
      else socket.write(plain("menu"));
    });
    await using session = new ClientSession({ retry: { attempts: 2, backoff: 1, methods: ["GET", "POST"] } });
    using recorder = record();
    await session.post(server.url);
    const sendings = told(recorder).filter((word) => /^(?:request|send|end)/.test(word));
    expect(sendings).toEqual([
      "request POST /",
      "send 1 POST /",
      "send 2 GET /menu",
      "send 3 GET /menu",
      "end 200 - 6",
    ]);
  });

  test("is told how a call failed", async () => {
    await using server = await rawServer((socket, request) => {
      if (request.startsWith("GET /never")) return;
      socket.end("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
    });
    await using session = new ClientSession({ limit: 1 });
    using recorder = record();
    await failure(session.get(`${server.url}/never`, { timeout: { total: 20 } }));
    await failure(session.get(`${server.url}/half`));
    await failure(session.stream("GET", `${server.url}/half`, async (response) => await response.text()));
    const cancelled = session.get(`${server.url}/never`);
    cancelled.cancel();
    await failure(cancelled);
    await failure(session.get(`${server.url}/never`, { signal: AbortSignal.abort("enough") }));
    expect(ends(recorder)).toMatchObject([
      { error: "ERR_BAEDAL_TIMEOUT", bytes: 0 },
      { error: "ERR_BAEDAL_BODY", bytes: 4 },
      { status: 200, error: "ERR_BAEDAL_BODY", bytes: 4 },
      { error: "ERR_BAEDAL_CANCELLED", bytes: 0 },
      { error: "string", bytes: 0 },
    ]);
  });

  test("has the end of a stream when it was read, given up or handed on to the end", async () => {
    await using server = await rawServer((socket) => socket.write(plain("noodles")));
    await using session = new ClientSession();
    using recorder = record();
    await session.stream("GET", server.url, async (response) => {
      await response.text();
      expect(ends(recorder)).toEqual([]);
    });
    await session.stream("GET", server.url, async () => {});
    await (await session.fetch(server.url)).text();
    expect(ends(recorder).map(({ status, error }) => [status, error])).toEqual([
      [200, undefined],
      [200, undefined],
      [200, undefined],
    ]);
    expect(ends(recorder).map(({ bytes }) => bytes)).toEqual([7, 7, 7]);
  });

  test("holds no credentials", async () => {
    const network = new MockConnector(() => ClientResponse.of(200));
    await using session = new ClientSession({ connector: network });
    using recorder = record();
    await session.get("http://ann:kimchi@shop.example/?api_key=kimchi&page=2#kimchi");
    expect(JSON.stringify(recorder.trace())).not.toContain("kimchi");
    expect(eventsOf(recorder)[0]?.data).toMatchObject({ url: "http://shop.example/?api_key=***&page=2" });
  });

  test("is on the clock of the run", async () => {
    const network = new MockConnector(async () => {
      await sleep(1000);
      return ClientResponse.of(200);
    });
    using recorder = record();
    await run(
      async () => {
        await using session = new ClientSession({ connector: network });
        await session.get("http://shop.example/");
      },
      { clock: new VirtualClock() },
    );
    expect(eventsOf(recorder).map(({ at }) => at)).toEqual([0, 1000]);
  });

  test("is not told of calls that began before anybody recorded", async () => {
    await using server = await rawServer((socket) => setTimeout(() => socket.write(plain("soup")), 20));
    await using session = new ClientSession();
    const early = session.get(server.url);
    using recorder = record();
    await early;
    expect(eventsOf(recorder)).toEqual([]);
  });
});
