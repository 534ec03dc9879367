import { parseTrace } from "@baedal/inspect";
import { type BusyEvent, reduceAll, type TraceEvent } from "baedal/trace";
import { once } from "node:events";
import { createReadStream, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { baedal, type Running, start } from "./baedal-process.ts";
import { ask, type Sent, watch } from "./live-page.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

const kitchen = fileURLToPath(new URL("./programs/kitchen.ts", import.meta.url));

/** A program that waits for orders, and its page. */
interface Kitchen extends Running {
  readonly page: URL;
  readonly order: (what: string) => void;
}

const isBusy = (event: TraceEvent): event is BusyEvent => event.kind === "busy";
const isOption = (word: string): boolean => word.startsWith("--");
const isArgument = (word: string): boolean => !isOption(word);

async function openKitchen(...words: string[]): Promise<Kitchen> {
  const running = start(["run", "--inspect", ...words.filter(isOption), kitchen, ...words.filter(isArgument)], {
    keepsInput: true,
  });
  onTestFinished(() => void running.child.kill("SIGKILL"));
  const page = new URL((await running.says(/http:\S+/)).trim());
  await running.says(/open\n/);
  return { ...running, page, order: (what) => void running.child.stdin.write(`${what}\n`) };
}

/** All that a viewer was told, until it is enough. */
async function seen(
  page: URL,
  isEnough: (events: readonly TraceEvent[], last: Sent) => boolean,
): Promise<TraceEvent[]> {
  let events: TraceEvent[] = [];
  for await (const sent of watch(page)) {
    if (sent.event === "state") events = [];
    if (sent.event !== "end") events.push(...sent.data.events);
    if (isEnough(events, sent)) break;
  }
  return events;
}

const stateOf = (events: readonly TraceEvent[]): string[] =>
  [...reduceAll(events).tasks.values()].map(({ name, state, waits }) => [name, state, ...waits].join(" "));

describe("baedal run --inspect", () => {
  it("says on stderr, once, where the page is, and serves it", async () => {
    const { page, child, ended } = await openKitchen();
    const { status, headers, text } = await ask(page);
    expect({ host: page.hostname, status, type: headers["content-type"] }).toEqual({
      host: "127.0.0.1",
      status: 200,
      type: "text/html; charset=utf-8",
    });
    expect(text).toMatch(/^<!doctype html>/i);
    child.stdin.end();
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr.match(/http:/g)).toHaveLength(1);
    expect(stderr).toContain("the program has ended, and its live page too");
  });

  it("shows where every task stands, and then what happens", async () => {
    const { page, order } = await openKitchen();
    const before = await seen(page, (_, { event }) => event === "state");
    expect(stateOf(before)).toEqual(["kitchen waiting task 'cook'", "cook waiting Event.wait"]);
    const watching = seen(page, (events) => stateOf(events).includes("dish done"));
    order("cook");
    expect(stateOf(await watching)).toContain("dish done");
  });

  it("refuses a wrong token, another host and another origin, each with a sentence", async () => {
    const { page } = await openKitchen();
    const wrong = new URL(page);
    wrong.searchParams.set("token", "x".repeat(page.searchParams.get("token")?.length ?? 0));
    const none = new URL("/", page);
    for (const path of ["/", "/events", "/cancel", "/elsewhere"]) {
      const method = path === "/cancel" ? "POST" : "GET";
      expect(await ask(new URL(path + wrong.search, page), { method })).toMatchObject({ status: 403 });
    }
    expect((await ask(none)).text).toBe("The token is wrong; the whole address stands on stderr of the program\n");
    const rebound = await ask(page, { headers: { host: `evil.example:${page.port}` } });
    expect(rebound).toMatchObject({ status: 403, text: expect.stringContaining("and not as evil.example") });
    const foreign = await ask(page, { headers: { origin: "https://evil.example" } });
    expect(foreign).toMatchObject({ status: 403, text: "Pages from https://evil.example may not read this\n" });
    const own = await ask(page, { headers: { origin: page.origin } });
    expect(own.status).toBe(200);
    expect(Object.keys(own.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it("cancels a task that the page names, and only with the token", async () => {
    const { page, says } = await openKitchen();
    const cook = (await seen(page, (_, { event }) => event === "state")).find(
      (event) => "name" in event && event.name === "cook",
    );
    const address = new URL(`/cancel${page.search}`, page);
    const json = { "content-type": "application/json" };
    const body = JSON.stringify({ task: cook?.task });
    expect((await ask(new URL("/cancel", page), { method: "POST", headers: json, body })).status).toBe(403);
    expect((await ask(address, { method: "POST", body })).status).toBe(415);
    for (const nonsense of ["", "null", '{"task":"2"}', `{"task":2,"x":"${"x".repeat(2000)}"}`]) {
      expect((await ask(address, { method: "POST", headers: json, body: nonsense })).status).toBe(400);
    }
    const unknown = await ask(address, { method: "POST", headers: json, body: '{"task":999}' });
    expect(unknown).toMatchObject({ status: 404, text: "No task number 999 is alive\n" });
    expect((await ask(address, { method: "POST", headers: json, body })).status).toBe(202);
    expect(await says(/the cook has gone/)).toBe("the cook has gone");
  });

  it("stays awake while the program is blocked, and says since when it is", async () => {
    const flag = join(temporaryDirectory(), "go-on");
    const { page, order, says } = await openKitchen(flag);
    order("block");
    await says(/blocking/);
    expect((await ask(page)).status).toBe(200);
    let blockedFor = 0;
    await seen(page, (_, { event, data }) => {
      if (event === "events") blockedFor = data.blockedFor;
      return blockedFor > 0;
    });
    expect(blockedFor).toBeGreaterThanOrEqual(250);
    writeFileSync(flag, "");
    expect(await says(/unblocked/)).toBe("unblocked");
  });

  it("never shows as alive what is over, however much happened at once", async () => {
    const { page, order } = await openKitchen();
    const alive = new Set<number>();
    let spawned = 0;
    await seen(page, (_, { event, data }) => {
      if (event === "state") order("flood");
      if (event === "end") return true;
      if (event === "events" && data.alive !== undefined) alive.clear();
      for (const one of data.events) {
        if (one.kind === "spawn") alive.add(one.task);
        if (one.kind === "spawn") spawned = Math.max(spawned, one.task);
        if (one.kind === "end") alive.delete(one.task);
      }
      return spawned > 20_000 && alive.size === 2;
    });
    expect(alive.size).toBe(2);
  });

  it("tells with --busy how long tasks compute, also where it leaves out what they wait for", async () => {
    const { page, order } = await openKitchen("--busy");
    const kneaded = (events: readonly TraceEvent[]): number => {
      const dough = events.find((event) => event.kind === "spawn" && event.name === "dough")?.task;
      return events.reduce((sum, event) => sum + (isBusy(event) && event.task === dough ? event.duration : 0), 0);
    };
    const events = await seen(page, (sofar, { event }) => {
      if (event === "state") order("knead");
      return kneaded(sofar) >= 55;
    });
    expect(kneaded(events)).toBeGreaterThanOrEqual(55);
  });

  it("says goodbye with the exit code when the program ends", async () => {
    const { page, order, ended } = await openKitchen();
    let last: Sent | undefined;
    for await (const sent of watch(page)) {
      if (sent.event === "state") order("exit");
      last = sent;
    }
    expect(last).toEqual({ event: "end", data: { exitCode: 5 } });
    expect((await ended).code).toBe(5);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("says goodbye after %s with the code that the process ends with, %i", async (signal, exitCode) => {
    const { page, order, says, child, ended } = await openKitchen();
    order("rest");
    await says(/resting/);
    let last: Sent | undefined;
    for await (const sent of watch(page)) {
      if (sent.event === "state") child.kill(signal);
      last = sent;
    }
    expect(last).toEqual({ event: "end", data: { exitCode } });
    expect((await ended).code).toBe(exitCode);
  });

  it("never keeps the program alive, whoever watches", async () => {
    const { page, child, ended } = await openKitchen();
    let isOver = false;
    for await (const { event } of watch(page)) {
      if (event === "state") child.stdin.end();
      isOver ||= event === "end";
    }
    expect({ code: (await ended).code, isOver }).toEqual({ code: 0, isOver: true });
  });

  it("ends with 2 before anything runs when its port is taken", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const { port } = server.address() as AddressInfo; // it listens on a port
    const { code, stdout, stderr } = await baedal(["run", `--inspect=${port}`, kitchen]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(
      `baedal: --inspect=${port}: something else listens on that port; --inspect alone takes a free one\n`,
    );
  });

  it("records beside it when that is asked for too", async () => {
    const cwd = temporaryDirectory();
    const { code } = await baedal(["run", "--inspect", "--trace", "out.ndjson", kitchen], { cwd });
    expect(code).toBe(0);
    const { events } = await parseTrace(createReadStream(join(cwd, "out.ndjson")));
    expect(stateOf(events)).toEqual(["kitchen done", "cook done"]);
  });
});
