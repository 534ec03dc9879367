import { MessageChannel } from "node:worker_threads";
import { once } from "node:events";
import { CancelledError } from "baedal";
import { PoolClosedError, transfer, WorkerPool } from "@baedal/threads";
import { transfer as transferInWorker } from "@baedal/threads/worker";
import { describe, expect, test } from "vitest";
import { workUrl } from "./work-url.ts";
import type * as work from "./work.ts";

type Work = typeof work;

function wrapInCircle(inner: object): object {
  const circle: { self?: object; inner?: object } = {};
  circle.self = circle;
  circle.inner = inner;
  return circle;
}

describe("transfer", () => {
  test.each([
    ["text", 'the string "text"'],
    [null, "null"],
    [() => 1, "a function"],
  ])("refuses what is no object: %o", (value, description) => {
    expect(() => transfer(value as unknown as object, [])).toThrow(
      new TypeError(`Only an object can be marked for transfer, not ${description}`),
    );
  });

  test.each([
    [undefined, "undefined"],
    ["no", 'the string "no"'],
    [new ArrayBuffer(8), "an instance of ArrayBuffer"],
  ])("refuses a list that is no array: %o", (list, description) => {
    expect(() => transfer({}, list as unknown as [])).toThrow(
      new TypeError(`transfer() takes an array of what is to be moved, such as [pixels.buffer], not ${description}`),
    );
  });

  test.each([
    ["no", 'the string "no"'],
    [8, "the number 8"],
    [undefined, "undefined"],
  ])("refuses a list with what nobody can move: %o", (item, description) => {
    expect(() => transfer({}, [item as unknown as ArrayBuffer])).toThrow(
      new TypeError(`transfer() moves buffers, views of them, ports and streams, not ${description}`),
    );
  });

  test("refuses a small Buffer, whose memory is that of others too, and says what to do", async () => {
    const bytes = Buffer.from("three");
    expect(() => transfer(bytes, [bytes])).toThrow(
      new TypeError(
        "transfer() cannot move the memory of an instance of Buffer, which others use too (Node pools that of small Buffers); copy its bytes into an ArrayBuffer of their own, new Uint8Array(bytes), and move that",
      ),
    );
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const own = new Uint8Array(bytes);
    expect(await pool.run("byteLength", transfer(own, [own]))).toBe(5);
    expect(own.byteLength).toBe(0);
    expect(bytes.toString()).toBe("three");
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
      /^A buffer that was moved before, in the transfer list of byteLength cannot be copied to another thread: .*; list each/,
    );
    expect(await pool.run("add", 1, 2)).toBe(3);
  });

  test("an object that nobody can move is refused by the call, with what a list may hold", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    await expect(pool.run("ignore", transfer({}, [{} as ArrayBuffer]))).rejects.toThrow(
      /^The transfer list of ignore cannot be copied to another thread: .*; list each buffer, port or stream in the arguments once, and no other objects$/,
    );
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

  test.each([
    ["an argument", (buffer: ArrayBuffer) => buffer],
    ["what lies in one", (buffer: ArrayBuffer) => ({ inner: buffer })],
  ])("counts for one call, even one that is refused: of %s", async (_, wrap) => {
    const closed = new WorkerPool<Work>(workUrl, { threads: 1 });
    await closed.close();
    const buffer = new ArrayBuffer(8);
    await expect(closed.run("ignore", wrap(transfer(buffer, [buffer])))).rejects.toThrow(PoolClosedError);
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    expect(await pool.run("byteLength", buffer)).toBe(8);
    expect(buffer.byteLength).toBe(8);
  });

  test.each([
    ["a property", (inner: object) => ({ outer: { inner } })],
    ["an array", (inner: object) => [[inner]]],
    ["a Map", (inner: object) => new Map([["inner", inner]])],
    ["a Set", (inner: object) => new Set([inner])],
    ["an object that holds itself", wrapInCircle],
  ])("moves what is marked inside an argument: in %s", async (_, wrap) => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    const buffer = new ArrayBuffer(8);
    await pool.run("ignore", 1, wrap(transfer(buffer, [buffer])));
    expect(buffer.byteLength).toBe(0);
  });

  test("moves what is marked inside a result", async () => {
    await using pool = new WorkerPool<Work>(workUrl, { threads: 1 });
    expect(await pool.run("giveInside", 16)).toMatchObject({ inner: [{ byteLength: 16 }] });
    expect(await pool.run("whatIsLeft")).toBe(0);
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
