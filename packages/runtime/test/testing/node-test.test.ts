import { describe, expect, test } from "vitest";
import { runProgram } from "../run-program.ts";

const imports = `
  import test, { describe } from "node:test";
  import assert from "node:assert";
  import { createServer } from "node:http";
  import { once } from "node:events";
  import { readFile } from "node:fs/promises";
  import { DeadlockError, Future, gather, isTimeout, now, run, sleep, timeout } from "baedal";
  import { VirtualClock } from "baedal/testing";
  const virtually = (body) => run(body, { clock: new VirtualClock() });
`;

describe("Under node:test", () => {
  test("a VirtualClock jumps, waits for real I/O and sees deadlocks, tests side by side and in each other included", async () => {
    const program = runProgram(`${imports}
      test("an hour", async () => await virtually(async () => {
        await sleep({ hours: 1 });
        assert.equal(now(), 3_600_000);
      }));
      test("a deadlock", async () => {
        await assert.rejects(virtually(async () => await new Future()), DeadlockError);
      });
      test("real I/O, and a timeout after it", async () => await virtually(async () => {
        await readFile(process.execPath);
        assert.equal(now(), 0);
        await assert.rejects(timeout({ minutes: 1 }, () => new Future()), isTimeout);
        assert.equal(now(), 60_000);
      }));
      test("a request to a server that stays open", async (t) => {
        const server = createServer((request, response) => response.end("bowls")).listen(0, "127.0.0.1");
        t.after(() => (server.closeAllConnections(), server.close()));
        await once(server, "listening");
        await virtually(async () => {
          const response = await fetch("http://127.0.0.1:" + server.address().port);
          assert.equal(await response.text(), "bowls");
          assert.equal(now(), 0);
          await sleep(5000);
        });
      });
      describe("side by side", { concurrency: true }, () => {
        for (let n = 1; n <= 3; n++) test("test " + n, async () => await virtually(async () => {
          await gather([1, 2, 3].map((k) => () => sleep(k * n * 1000)));
          assert.equal(now(), n * 3000);
        }));
      });
      test("a test inside a run", async (t) => await virtually(async () => {
        await t.test("inner", async () => await sleep(1_000_000));
        assert.equal(now(), 1_000_000);
      }));
      test("mocked timers", async (t) => {
        t.mock.timers.enable();
        await virtually(async () => await sleep(1_000_000));
      });
    `);
    const { code, stdout } = await program.ending;
    expect(stdout).toContain("fail 0");
    expect(stdout).toContain("cancelled 0");
    expect(code).toBe(0);
  });

  test("a failure in virtual time fails the test that it belongs to, and no other", async () => {
    const program = runProgram(`${imports}
      test("fails late", async () => await virtually(async () => {
        await sleep({ hours: 1 });
        throw new Error("the soup is cold");
      }));
      test("passes", async () => await virtually(async () => await sleep({ hours: 1 })));
    `);
    const { code, stdout } = await program.ending;
    expect(stdout).toContain("the soup is cold");
    expect(stdout).toContain("pass 1");
    expect(stdout).toContain("fail 1");
    expect(code).toBe(1);
  });
});
