import { WorkerPool } from "@baedal/threads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type * as unreadable from "./unreadable.ts";

let pool: WorkerPool<typeof unreadable>;

beforeAll(() => {
  pool = new WorkerPool<typeof unreadable>(new URL("./unreadable.ts", import.meta.url), { threads: 1 });
});
afterAll(async () => {
  await pool.close();
});

async function thrownBy(job: PromiseLike<unknown>): Promise<unknown> {
  return await job.then(
    () => expect.unreachable("it throws"),
    (error: unknown) => error,
  );
}

/** The messages of an error and its causes; the last cause may be text. */
function messagesOf(error: unknown): unknown[] {
  const messages = [];
  for (let at = error; at !== undefined; at = at instanceof Error ? at.cause : undefined) {
    messages.push(at instanceof Error ? at.message : at);
  }
  return messages;
}

describe("what a function throws comes through as far as it can be read", () => {
  test("an error with a getter that throws, without that property", async () => {
    const error = await thrownBy(pool.run("throwWithBrokenGetter"));
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ message: "no bowls left", code: "ERR_SHORTAGE" });
    expect(Object.keys(error as object)).toEqual(["code"]);
  });

  test("an error whose cause cannot be read, without a cause", async () => {
    const error = await thrownBy(pool.run("throwWithBrokenCause"));
    expect(error).toMatchObject({ name: "Error", message: "no bowls left" });
    expect(error).not.toHaveProperty("cause");
  });

  test("an error whose message cannot be read, with a word about that", async () => {
    const error = await thrownBy(pool.run("throwWithBrokenMessage"));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message: "(its message cannot be read)" });
  });

  test("an error with a symbol as its message", async () => {
    const error = await thrownBy(pool.run("throwWithSymbolAsMessage"));
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ message: "Symbol(no bowls left)", stack: undefined });
  });

  test("an error whose stack is no text", async () => {
    expect(await thrownBy(pool.run("throwWithStrangeStack"))).toMatchObject({ message: "no bowls left" });
  });

  test("a revoked proxy, as text", async () => {
    expect(await thrownBy(pool.run("throwRevokedProxy"))).toMatch(/revoked proxy/i);
  });

  test("an object that cannot be copied and has no text, as what Node shows of it", async () => {
    expect(await thrownBy(pool.run("throwWithoutText"))).toBe("{ status: 503, toString: [Function: refuse] }");
  });
});

describe("an error with causes", () => {
  test("keeps a hundred of them", async () => {
    const messages = messagesOf(await thrownBy(pool.run("throwWithManyCauses", 99)));
    expect(messages).toHaveLength(100);
    expect(messages.at(-1)).toBe("cause 0");
  });

  test("says where more of them were left out", async () => {
    const messages = messagesOf(await thrownBy(pool.run("throwWithManyCauses", 20_000)));
    expect(messages).toHaveLength(101);
    expect(messages.slice(-2)).toEqual(["cause 19901", "more errors lie below this one, but only 100 levels are kept"]);
  });

  test("that is reached in many ways stays one", async () => {
    const error = await thrownBy(pool.run("throwWithSharedCauses", 60));
    expect(error).toBeInstanceOf(AggregateError);
    expect((error as AggregateError).errors[0]).toBe((error as AggregateError).cause);
    expect(messagesOf(error)).toHaveLength(61);
  });

  test("may stand in a list that holds itself", async () => {
    const errors = await thrownBy(pool.run("throwListInItself"));
    expect((errors as unknown[])[0]).toMatchObject({ message: "first" });
    expect((errors as unknown[])[1]).toBe(errors);
  });
});

test("the thread goes on, whatever was thrown first in it", async () => {
  await using fresh = new WorkerPool<typeof unreadable>(pool.url, { threads: 1 });
  await thrownBy(fresh.run("throwRevokedProxy"));
  expect(await fresh.run("add", 1, 2)).toBe(3);
});
