import { MessageChannel } from "node:worker_threads";
import { once } from "node:events";
import { CancelledError } from "baedal";
import { transfer, WorkerPool } from "@baedal/threads";
import { transfer as transferInWorker } from "@baedal/threads/worker";
import { describe, expect, test } from "vitest";
import { workUrl } from "./work-url.ts";
import type * as work from "./work.ts";

type Work = typeof work;

describe("transfer", () => {
  test("refuses what is no object", () => {
    expect(() => transfer("text" as unknown as object, [])).toThrow(
      new TypeError("Only an object can be marked for transfer, not string"),
    );
  });

  test("a buffer that was moved before is named as the trouble", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const buffer = new ArrayBuffer(8);
    expect(await pool.run("byteLength", transfer(buffer, [buffer]))).toBe(8);
    await expect(pool.run("byteLength", buffer)).rejects.toMatchObject({
      code: "ERR_BAEDAL_NOT_CLONEABLE",
      message: expect.stringMatching(/^Argument 1 of byteLength cannot be copied to another thread: .*detached/),
    });
    await expect(pool.run("byteLength", transfer(buffer, [buffer]))).rejects.toThrow(
      "A buffer that was moved before, in the transfer list of byteLength cannot be copied to another thread",
    );
    expect(await pool.run("add", 1, 2)).toBe(3);
  });

  test("moves an argument: it is empty here afterwards", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const bytes = new Uint8Array([1, 2, 3]);
    expect(await pool.run("byteLength", transfer(bytes, [bytes.buffer]))).toBe(3);
    expect(bytes.byteLength).toBe(0);
  });

  test("takes a view for its buffer, and a buffer of two arguments once", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const [left, right] = [new Uint8Array(8), new Uint8Array(8)].map(({ buffer }) => new Uint8Array(buffer));
    if (left === undefined || right === undefined) throw new Error("two were made");
    await pool.run("ignore", transfer(left, [left]), transfer([left, right], [left, right]));
    expect([left.byteLength, right.byteLength]).toEqual([0, 0]);
  });

  test("moves a result: it is empty there afterwards", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    expect((await pool.run("give", 16)).byteLength).toBe(16);
    expect(await pool.run("whatIsLeft")).toBe(0);
  });

  test("moves both ways in one call", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const pixels = new Uint8Array([1, 2, 3]);
    expect(await pool.run("double", transfer(pixels, [pixels]))).toEqual(new Uint8Array([2, 4, 6]));
    expect(pixels.byteLength).toBe(0);
  });

  test("moves ports", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const { port1, port2 } = new MessageChannel();
    const answered = once(port1, "message");
    await pool.run("answer", transfer(port2, [port2]));
    expect(await answered).toEqual(["from the thread"]);
  });

  test("counts for one call", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const pair = { moved: new ArrayBuffer(8), copied: 1 };
    await pool.run("ignore", transfer(pair, [pair.moved]));
    pair.moved = new ArrayBuffer(4);
    await pool.run("ignore", pair);
    expect(pair.moved.byteLength).toBe(4);
  });

  test("moves nothing of a job that is cancelled in the queue", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const running = pool.run("slowly", 1, 1);
    const buffer = new ArrayBuffer(8);
    const queued = pool.run("byteLength", transfer(buffer, [buffer]));
    queued.cancel();
    await running;
    await expect(queued).rejects.toThrow(CancelledError);
    expect(buffer.byteLength).toBe(8);
  });

  test("is the same by both doors", () => {
    expect(transferInWorker).toBe(transfer);
  });
});

test("without it arguments are copied", async () => {
  await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
  const pixels = new Uint8Array([1, 2]);
  expect(await pool.run("double", pixels)).toEqual(new Uint8Array([2, 4]));
  expect(pixels).toEqual(new Uint8Array([1, 2]));
});
