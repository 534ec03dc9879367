import { ClientSession } from "@baedal/http";
import { expect, test } from "vitest";

/** Options as plain JavaScript may give them. */
const session = (options: object) => (): ClientSession => new ClientSession(options);

test("A session refuses words where true or false is meant, before it has made anything", () => {
  expect(session({ raiseForStatus: "no" })).toThrow("raiseForStatus must be true or false, not a string");
  expect(session({ decompress: 0 })).toThrow("decompress must be true or false, not a number");
  expect(session({ http2: "auto" })).toThrow("http2 must be true or false");
  expect(session({ trustEnv: 1n })).toThrow("trustEnv must be true or false, not a bigint");
  expect(session({ retry: { replay: null } })).toThrow("retry.replay must be true or false, not null");
});

test("A session refuses a guard that would guard nothing", () => {
  expect(session({ guard: "yes" })).toThrow("guard must be true, false or an object such as");
  expect(session({ guard: null })).toThrow("guard must be true, false or an object such as");
  expect(session({ guard: { allow: "10.0.0.0/8" } })).toThrow('guard.allow must be an array such as ["10.0.0.0/8"]');
});

test("A session refuses a single value where a list is meant, and a word for a way to follow redirects", () => {
  expect(session({ retry: { methods: "GET" } })).toThrow('retry.methods must be an array such as ["GET"]');
  expect(session({ retry: { statuses: 503 } })).toThrow("retry.statuses must be an array such as [503]");
  expect(session({ redirect: null })).toThrow("redirect must be false or an object such as { max: 5 }");
  expect(session({ redirect: "follow" })).toThrow("redirect must be false or an object such as { max: 5 }");
});

test("A request refuses them too, and nothing is sent", async () => {
  await using client = new ClientSession();
  const get = async (options: object): Promise<unknown> => await client.get("http://127.0.0.1:9/", options);
  await expect(get({ freshConnection: "yes" })).rejects.toThrow("freshConnection must be true or false");
  await expect(get({ raiseForStatus: "yes" })).rejects.toThrow("raiseForStatus must be true or false");
});
