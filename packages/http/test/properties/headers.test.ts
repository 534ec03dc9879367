import { ClientResponse, ClientSession } from "@baedal/http";
import { MockConnector } from "@baedal/http/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { plain, rawServer } from "../support/raw-server.ts";

const awkward = fc.constantFrom("\r", "\n", "\0", "\x7f", "\t", " ", ":", "é", "배", "a", "b", "\r\nb: c", "\u2028");
const text = fc.oneof(
  fc.string({ unit: awkward, maxLength: 8 }),
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.string({ unit: "grapheme-ascii", maxLength: 20 }),
);

/** The value that arrives; undefined where it was refused before anything was sent. */
async function arriving(value: string): Promise<string | undefined> {
  const network = new MockConnector(() => ClientResponse.of(200));
  await using session = new ClientSession({ connector: network });
  try {
    await session.get("http://a.example/", { headers: { "x-a": value } });
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    expect(network.requests).toEqual([]);
    return undefined;
  }
  return network.requests[0]?.headers.get("x-a") ?? undefined;
}

test("a value arrives as it was given, without the space around it, or is refused", async () => {
  await fc.assert(
    fc.asyncProperty(text, async (value) => {
      const arrived = await arriving(value);
      if (arrived !== undefined) expect(arrived).toBe(value.trim());
    }),
    { numRuns: 500 },
  );
});

test("CR, LF and NUL are refused wherever they stand", async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom("\r", "\n", "\0"), text, async (before, bad, after) => {
      expect(await arriving(before + bad + after)).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

test("visible ASCII, inner space and Latin-1 are never refused", async () => {
  const allowed = fc.string({
    unit: fc.oneof(
      fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
      fc.integer({ min: 0xa1, max: 0xff }).map((code) => String.fromCharCode(code)),
      fc.constantFrom(" ", "\t"),
    ),
  });
  await fc.assert(
    fc.asyncProperty(allowed, async (value) => {
      expect(await arriving(value)).toBe(value.trim());
    }),
  );
});

test("no value, name, method or path adds a line to a request on the wire", async () => {
  await using server = await rawServer((socket) => socket.write(plain("")));
  await using session = new ClientSession({ cookies: false });
  await session.get(server.url, { headers: { "x-a": "b" } });
  const lines = (request: string | undefined): number => request?.split(/[\r\n]+/).length ?? 0;
  const ordinary = lines(server.requests[0]);
  await fc.assert(
    fc.asyncProperty(text, text, text, async (value, name, path) => {
      const before = server.requests.length;
      await session.get(`${server.url}/${path}`, { headers: { "x-a": value } }).catch(() => {});
      await session.get(server.url, { headers: { [name]: "b" } }).catch(() => {});
      await session.request(`GET${name}`, server.url, { headers: { "x-a": "b" } }).catch(() => {});
      for (const request of server.requests.slice(before)) expect(lines(request)).toBeLessThanOrEqual(ordinary);
    }),
    { numRuns: 200 },
  );
});

test("framing headers of the caller never contradict the body that is sent", async () => {
  let wire = "";
  await using server = await rawServer((socket, head) => {
    wire = head;
    socket.write(plain(""));
  });
  await using session = new ClientSession({ cookies: false });
  const framing = fc.record({
    length: fc.option(fc.nat({ max: 9 })),
    encoding: fc.constantFrom(null, "chunked", "gzip, chunked"),
  });
  const body = fc.option(fc.string({ unit: "grapheme-ascii", maxLength: 9 }), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom("GET", "POST"), framing, body, async (method, { length, encoding }, content) => {
      wire = "";
      const headers = { "Content-Length": length, "Transfer-Encoding": encoding };
      const options = content === undefined ? { headers } : { headers, body: content };
      await session.request(method, server.url, options).catch((error: unknown) => {
        expect(error).toBeInstanceOf(TypeError);
      });
      const lengths = [...wire.matchAll(/^content-length: (.*)$/gim)].map(([, value]) => value);
      expect(wire).not.toMatch(/^transfer-encoding/im);
      expect(lengths.length).toBeLessThanOrEqual(1);
      expect(Number(lengths[0] ?? 0)).toBe(wire === "" ? 0 : (content?.length ?? 0));
    }),
  );
});
