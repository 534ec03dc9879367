import { expect, it } from "vitest";
import { cpuBound } from "../cpu-bound.ts";
import { runExample } from "./run-example.ts";

it("cpuBound(3) is the product over all 27 triples", () => {
  expect(cpuBound(3)).toBe(6n ** 27n);
});

it.concurrent("cpuBound(50) gives the article's number, and the ticker beside it stands still meanwhile", async () => {
  const { code, stdout } = await runExample("cpu-bound.ts");
  const [waiting, computing, hash] = stdout.split("\n");
  expect(code).toBe(0);
  expect(Number(/ran (\d+) times/.exec(waiting ?? "")?.[1])).toBeGreaterThan(0);
  expect(computing).toMatch(/^computing for \d+\.\d s: the ticker ran 0 times$/);
  expect(hash).toBe("the result's SHA-256: 867c1d109852c3457625c569f7024aa8a766e14306df43e026e81e4eb5a1c476");
}, 120_000);

it.concurrent("on a thread cpuBound(50) gives the same number, and the ticker goes on meanwhile", async () => {
  const { code, stdout } = await runExample("cpu-bound-threads.ts");
  const [computing, hash] = stdout.split("\n");
  expect(code).toBe(0);
  expect(Number(/ran (\d+) times/.exec(computing ?? "")?.[1])).toBeGreaterThan(10);
  expect(hash).toBe("the result's SHA-256: 867c1d109852c3457625c569f7024aa8a766e14306df43e026e81e4eb5a1c476");
}, 120_000);
