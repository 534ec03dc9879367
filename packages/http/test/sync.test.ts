import { execFile, fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { BodyError, ConnectError, CookieJar, SessionClosedError, StatusError, TimeoutError } from "@baedal/http";
import { SyncSession } from "@baedal/http/sync";
import { isTimeout, run, sleep } from "baedal";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let server: ChildProcess;
let base: string;

beforeAll(async () => {
  server = fork(new URL("./support/sync-server.ts", import.meta.url));
  const [port] = (await once(server, "message")) as [number];
  base = `http://127.0.0.1:${port}/`;
});

afterAll(() => void server.kill());

function thrown(action: () => unknown): Record<string, unknown> & Error {
  try {
    action();
  } catch (error) {
    return error as Record<string, unknown> & Error; // the test looks at its properties
  }
  throw new Error("It was expected to throw, and did not");
}

describe("SyncSession", () => {
  test("gives the answer at once, as text, bytes and JSON", () => {
    using session = new SyncSession({ baseUrl: base, headers: { "x-from": "here" } });
    const response = session.post("things", { json: { bowls: 3 }, params: { page: 2 } });
    expect(response.status).toBe(200);
    expect(response.ok).toBe(true);
    expect(response.url).toBe(`${base}things?page=2`);
    expect(response.json()).toMatchObject({ method: "POST", url: "/things?page=2", body: '{"bowls":3}' });
    expect(Buffer.from(response.bytes).toString()).toBe(response.text);
    expect(response.headers.get("content-type")).toContain("json");
    expect(response.timings.done).toBeGreaterThan(0);
  });

  test("blocks its thread: no timer fires until the answer is there", async () => {
    using session = new SyncSession({ baseUrl: base });
    session.get("warm");
    let fired = false;
    const timer = setTimeout(() => (fired = true), 10);
    const began = performance.now();
    expect(session.get("slow").text).toBe("late");
    expect(performance.now() - began).toBeGreaterThan(190);
    expect(fired).toBe(false);
    clearTimeout(timer);
  });

  test("works inside run()", async () => {
    const status = await run(async () => {
      using session = new SyncSession();
      await sleep(1);
      return session.get(base).status;
    });
    expect(status).toBe(200);
  });

  test("follows redirects with cookies, and its jar is there to read and to set", () => {
    const cookies = new CookieJar();
    cookies.set("mine=1", base);
    using session = new SyncSession({ baseUrl: base, cookies });
    const response = session.get("redirect");
    expect(response.history.map((hop) => hop.status)).toEqual([302]);
    expect(response.history[0]?.cookies.get("hop")).toBe("1");
    expect(response.json()).toMatchObject({ url: "/final", headers: { cookie: "mine=1; hop=1" } });
    expect(session.cookies?.header(base)).toBe("mine=1; hop=1");
    session.cookies?.set("late=1", base);
    expect(session.get("x").json()).toMatchObject({ headers: { cookie: "mine=1; hop=1; late=1" } });
  });

  test("throws errors of the same classes, with a synchronous response where there is one", () => {
    using session = new SyncSession({ baseUrl: base });
    const status = thrown(() => session.get("missing", { raiseForStatus: true }));
    expect(status).toBeInstanceOf(StatusError);
    expect((status["response"] as { text: string }).text).toBe("nothing here");
    expect(thrown(() => session.get("missing").raiseForStatus())).toBeInstanceOf(StatusError);
    const refused = thrown(() => session.get("http://127.0.0.1:1/"));
    expect(refused).toBeInstanceOf(ConnectError);
    expect(refused).toMatchObject({ kind: "refused", code: "ERR_BAEDAL_CONNECT", cause: { code: "ECONNREFUSED" } });
    const late = thrown(() => session.get("silent", { timeout: { total: 50 } }));
    expect(late).toBeInstanceOf(TimeoutError);
    expect(isTimeout(late)).toBe(true);
    expect(late).toMatchObject({ phase: "total" });
    expect(thrown(() => session.get("missing").json())).toBeInstanceOf(BodyError);
  });

  test("refuses what is not data, naming ClientSession", () => {
    expect(() => new SyncSession({ middleware: [] } as never)).toThrow(/ClientSession/);
    expect(() => new SyncSession({ auth: () => "x" } as never)).toThrow(/ClientSession/);
    using session = new SyncSession();
    const signal = AbortSignal.timeout(1000);
    expect(() => session.get(base, { signal } as never)).toThrow(/ClientSession/);
    expect(() => session.post(base, { body: (async function* () {})() as never })).toThrow(/ClientSession/);
    expect(() => session.get(base, { onDownloadProgress: () => {} } as never)).toThrow(/ClientSession/);
  });

  test("refuses options that do not exist, when it is made", () => {
    expect(() => new SyncSession({ limt: 3 } as never)).toThrow(TypeError);
  });

  test.each([
    ["limit", { limit: 0 }],
    ["guard", { guard: { allow: ["nowhere"] } }],
    ["rate", { rate: { perHost: { requests: 0, per: 1000 } } }],
    ["maxHeaderSize", { maxHeaderSize: -1 }],
  ])("refuses a wrong value of %s, when it is made", (_name, options) => {
    expect(thrown(() => new SyncSession(options))).toBeInstanceOf(TypeError);
  });

  test("sends json as JSON has it, whatever has a toJSON of its own", () => {
    using session = new SyncSession();
    const json = { at: new Date(0), to: new URL("http://shop.example/"), forget() {} };
    expect(session.post(base, { json }).json()).toMatchObject({ body: JSON.stringify(json) });
    expect(thrown(() => session.post(base, { json: () => {} }))).toBeInstanceOf(TypeError);
  });

  test.runIf("Temporal" in globalThis)("takes durations of Temporal", () => {
    const soon = Temporal.Duration.from({ milliseconds: 20 });
    using session = new SyncSession({ keepAlive: soon, timeout: { total: soon } });
    expect(thrown(() => session.get(`${base}silent`))).toBeInstanceOf(TimeoutError);
  });

  test("sends forms with files", () => {
    using session = new SyncSession({ baseUrl: base });
    const form = new FormData();
    form.set("name", "배달");
    form.set("file", new File(["contents"], "a.txt", { type: "text/plain" }));
    const { body } = session.post("upload", { body: form }).json<{ body: string }>();
    expect(body).toContain("배달");
    expect(body).toContain('filename="a.txt"');
    expect(body).toContain("contents");
  });

  test("refuses requests after it was closed; closing twice does nothing", () => {
    const session = new SyncSession({ baseUrl: base });
    session.get("x");
    session.close();
    session.close();
    expect(session.closed).toBe(true);
    expect(thrown(() => session.get("x"))).toBeInstanceOf(SessionClosedError);
  });

  test.each([
    ["the program ends with the call", ""],
    ["the session is closed after it", "session.close();"],
    ["the program waits after it", "await sleep(600_000);"],
  ])("does not lose a Ctrl-C that comes while it blocks under run(): %s", async (_what, then) => {
    const script = `
      import { run, sleep } from "baedal";
      import { SyncSession } from "@baedal/http/sync";
      await run(async () => {
        const session = new SyncSession();
        session.get("${base}");
        process.send(process.pid);
        session.get("${base}meet");
        ${then}
      });
    `;
    const child = fork("--input-type=module", ["-e", script], {
      execPath: process.execPath,
      stdio: "ignore",
      serialization: "json",
    });
    const exited = once(child, "exit");
    await once(child, "message");
    child.kill("SIGINT");
    await fetch(`${base}meet`); // nothing answers before
    expect(await exited).toEqual([130, null]);
  });

  test("holds no process open, closed or not", async () => {
    const script = `
      import { SyncSession } from "@baedal/http/sync";
      const session = new SyncSession();
      console.log(session.get(${JSON.stringify(base)}).status);
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
      cwd: import.meta.dirname,
      timeout: 50_000,
    });
    expect(stdout.trim()).toBe("200");
  });
});
