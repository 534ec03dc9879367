import { ClientResponse, ClientSession } from "@baedal/http";
import { MockConnector } from "@baedal/http/testing";
import { run, RuntimeError } from "baedal";
import { describe, expect, test } from "vitest";
import { failure } from "./support/failure.ts";
import { plain, rawServer } from "./support/raw-server.ts";

/** A session of a run that goes on until it is disposed of. */
async function sessionOfAnotherRun(): Promise<AsyncDisposable & { readonly session: ClientSession }> {
  const made = Promise.withResolvers<ClientSession>();
  const over = Promise.withResolvers<void>();
  const home = run(async () => {
    await using session = new ClientSession({ connector: new MockConnector(() => ClientResponse.of(200)) });
    made.resolve(session);
    await over.promise;
  });
  return {
    session: await made.promise,
    async [Symbol.asyncDispose]() {
      over.resolve();
      await home;
    },
  };
}

describe("A session", () => {
  test("made in a run refuses requests in another one, and says so", async () => {
    await using other = await sessionOfAnotherRun();
    const { session } = other;
    const errors = await run(async () => [
      await failure(session.get("http://shop.example/?api_key=kimchi")),
      await failure(session.stream("GET", "http://shop.example/", async () => {})),
      await failure(session.fetch("http://shop.example/")),
    ]);
    for (const error of errors) expect(error).toBeInstanceOf(RuntimeError);
    expect(errors[0]?.message).toContain("GET http://shop.example/?api_key=*** was not sent");
    expect(errors[0]?.message).toContain("belongs to another run");
    expect(session.statistics()).toEqual({ open: 0, idle: 0, queued: 0, calls: 0 });
  });

  test("made in a run serves code that is in none: a callback that has lost its context", async () => {
    await using other = await sessionOfAnotherRun();
    expect((await other.session.get("http://shop.example/")).status).toBe(200);
  });

  test("made outside serves all runs, and keeps its connections from one to the next", async () => {
    await using server = await rawServer((socket) => socket.write(plain("soup")));
    await using session = new ClientSession();
    const get = async (): Promise<string> => await (await session.get(server.url)).text();
    expect([await run(get), await run(get), await get()]).toEqual(["soup", "soup", "soup"]);
    expect(server.sockets.length).toBe(1);
  });
});
