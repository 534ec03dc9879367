/** The worker module of the tests: TypeScript, which Node runs as it is. */
import { setTimeout as delay } from "node:timers/promises";
import { isMainThread, threadId, type MessagePort } from "node:worker_threads";
import { transfer } from "@baedal/threads/worker";

export const notAFunction = 1;

/** The program of the article: three nested loops over big integers. */
export function cpuBound(number: number): bigint {
  let total = 1n;
  for (let i = 1; i <= number; i++)
    for (let j = 1; j <= number; j++) for (let k = 1; k <= number; k++) total *= BigInt(i * j * k);
  return total;
}

export function add(a: number, b: number): number {
  return a + b;
}

export async function slowly<T>(value: T, milliseconds: number): Promise<T> {
  await delay(milliseconds);
  return value;
}

export function whereAmI(): { main: boolean; thread: number } {
  return { main: isMainThread, thread: threadId };
}

let calls = 0;

/** Counts the calls that this thread had. */
export function count(): number {
  return ++calls;
}

/** Tells that it runs, then computes until it is let go: forever, if nobody does. */
export function spin(gate: Int32Array<SharedArrayBuffer>): string {
  Atomics.store(gate, 0, 1);
  Atomics.notify(gate, 0);
  while (Atomics.load(gate, 1) === 0) calls++;
  return "let go";
}

export class Shortage extends RangeError {
  readonly code = "ERR_SHORTAGE";
  readonly missing = { bowls: 3 };
  readonly callback = (): void => undefined;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "Shortage";
  }
}

export function fail(): never {
  throw new Shortage("no bowls left", { cause: new TypeError("the shelf is empty") });
}

export function failTogether(): never {
  throw new AggregateError([new Error("first"), new Shortage("second")], "both failed");
}

export function failInCircle(): never {
  const error = new Error("round and round");
  error.cause = error;
  throw error;
}

export function failAsPlatform(): never {
  throw new DOMException("out of time", "TimeoutError");
}

export function throwValue(value: unknown): never {
  throw value;
}

export function throwFunction(): never {
  throw (): void => undefined;
}

export function exit(code: number): never {
  process.exit(code);
}

/** The exception is thrown where the caller cannot catch it. */
export async function crash(): Promise<void> {
  setTimeout(() => {
    throw new Shortage("late");
  }, 1);
  await delay(60_000);
}

export async function reject(): Promise<void> {
  void Promise.reject(new Error("left behind"));
  await delay(60_000);
}

/** Crashes after it has returned. */
export function crashLater(): void {
  setTimeout(() => {
    throw new Error("too late");
  }, 1);
}

export function exhaustMemory(): never {
  const kept: number[][] = [];
  for (;;) kept.push(Array.from({ length: 10_000 }, (_, index) => index + kept.length));
}

export function giveFunction(): () => void {
  return () => undefined;
}

export function double(pixels: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const bytes = pixels.map((pixel) => pixel * 2);
  return transfer(bytes, [bytes]);
}

/** Whether the buffer that it gave away is empty afterwards. */
let given: ArrayBuffer | undefined;
export function give(size: number): ArrayBuffer {
  given = new ArrayBuffer(size);
  return transfer(given, [given]);
}
export function giveInside(size: number): { inner: ArrayBuffer[] } {
  return { inner: [give(size)] };
}
export function whatIsLeft(): number | undefined {
  return given?.byteLength;
}

export function answer(port: MessagePort): void {
  port.postMessage("from the thread");
  port.close();
}

export function byteLength(data: ArrayBuffer | ArrayBufferView): number {
  return data.byteLength;
}

export function ignore(..._anything: unknown[]): void {}
