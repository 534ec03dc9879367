import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import { ClientSession, ConnectError, GuardError } from "@baedal/http";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { failure } from "../support/failure.ts";
import { plain, rawServer } from "../support/raw-server.ts";

const byte = fc.nat({ max: 255 });

/** Addresses of the networks that a guard is there for, as their four bytes. */
const privateV4 = fc.oneof(
  fc.tuple(fc.constantFrom(0, 10, 127), byte, byte, byte),
  fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
  fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
  fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
  fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte, byte),
  fc.tuple(fc.integer({ min: 224, max: 255 }), byte, byte, byte),
);

type Bytes = readonly [number, number, number, number];

const hex = (...bytes: readonly number[]): string => bytes.map((one) => one.toString(16).padStart(2, "0")).join("");

/** Ways to write one address in a URL. */
const spellings: readonly ((bytes: Bytes) => string)[] = [
  (bytes) => bytes.join("."),
  ([a, b, c, d]) => String(((a * 256 + b) * 256 + c) * 256 + d),
  (bytes) => `0x${hex(...bytes)}`,
  (bytes) => bytes.map((one) => `0${one.toString(8)}`).join("."),
  (bytes) => bytes.map((one) => `0X${one.toString(16)}`).join("."),
  ([a, b, c, d]) => `${a}.${b}.${c * 256 + d}`,
  ([a, b, c, d]) => `${a}.${(b * 256 + c) * 256 + d}`,
  (bytes) => `[::ffff:${bytes.join(".")}]`,
  ([a, b, c, d]) => `[0:0:0:0:0:FFFF:${hex(a, b)}:${hex(c, d)}]`,
  (bytes) => `[::ffff:0:${bytes.join(".")}]`,
  ([a, b, c, d]) => `[64:ff9b::${hex(a, b)}:${hex(c, d)}]`,
  ([a, b, c, d]) => `[2002:${hex(a, b)}:${hex(c, d)}::1]`,
  (bytes) => `${bytes.join(".")}.`,
  (bytes) => bytes.join("。"),
];

test("the guard refuses every private address in every spelling", async () => {
  await using session = new ClientSession({ guard: true, timeout: { connect: 2000 } });
  await fc.assert(
    fc.asyncProperty(privateV4, fc.constantFrom(...spellings), async (bytes, spell) => {
      expect(await failure(session.get(`http://${spell(bytes)}:9/`))).toBeInstanceOf(GuardError);
    }),
    { numRuns: 500 },
  );
});

describe("A name", () => {
  const original = dns.lookup;
  afterEach(() => {
    dns.lookup = original;
    syncBuiltinESMExports();
  });

  /** Has the system resolve every name to these addresses, the first list the first time, and so on. */
  function resolveTo(...answers: readonly (readonly string[])[]): () => number {
    let asked = 0;
    const lookup = (
      _name: string,
      _options: object,
      callback: (error: null, all: dns.LookupAddress[]) => void,
    ): void => {
      const addresses = answers[Math.min(asked++, answers.length - 1)] ?? [];
      const all = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
      process.nextTick(callback, null, all);
    };
    dns.lookup = lookup as unknown as typeof dns.lookup; // the session asks in this one way
    syncBuiltinESMExports();
    return () => asked;
  }

  test("is refused if any of its addresses is private", async () => {
    const publicV4 = fc.tuple(fc.constantFrom(1, 8, 93, 151), byte, byte, byte);
    await fc.assert(
      fc.asyncProperty(fc.array(publicV4, { maxLength: 3 }), privateV4, fc.nat(), async (others, bad, place) => {
        const all = others.map((bytes) => bytes.join("."));
        all.splice(place % (all.length + 1), 0, bad.join("."));
        resolveTo(all);
        await using session = new ClientSession({ guard: true });
        expect(await failure(session.get("http://shop.example/"))).toBeInstanceOf(GuardError);
      }),
    );
  });

  test("that changes its address between the look and the connect gains nothing: one look serves both", async () => {
    await using inner = await rawServer((socket) => socket.write(plain("secret")));
    // 127.0.0.2 stands for a public address, where nobody listens; the next look would lead inside.
    const asked = resolveTo(["127.0.0.2"], ["127.0.0.1"]);
    await using session = new ClientSession({ guard: { allow: ["127.0.0.2"] } });
    expect(await failure(session.get(`http://rebind.example:${inner.port}/`))).toBeInstanceOf(ConnectError);
    expect(asked()).toBe(1);
    expect(await failure(session.get(`http://rebind.example:${inner.port}/`))).toBeInstanceOf(GuardError);
    expect(inner.requests).toEqual([]);
  });
});
