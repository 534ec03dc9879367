import { ClientResponse, ClientSession, type SessionOptions } from "@baedal/http";
import { MockConnector } from "@baedal/http/testing";
import fc from "fast-check";
import { expect, test } from "vitest";

/** The URL that a session asks the network for. */
async function asked(options: SessionOptions, url: string, params?: Record<string, string | null>): Promise<string> {
  const network = new MockConnector(() => ClientResponse.of(200));
  await using session = new ClientSession({ ...options, connector: network });
  await session.get(url, params === undefined ? {} : { params });
  return network.requests[0]?.url ?? "";
}

const segment = fc.string({ unit: fc.constantFrom(...Array.from("ab.~%7e배 +&=@:;")), maxLength: 6 });
const path = fc.array(segment, { maxLength: 4 }).map((parts) => parts.join("/"));
const base = fc
  .tuple(fc.constantFrom("http://a.example", "https://b.example:8443", "http://[::1]:81"), path, fc.boolean())
  .map(([origin, rest, slash]) => `${origin}/${rest}${slash ? "/" : ""}`);
const reference = fc.oneof(
  path,
  path.map((rest) => `/${rest}`),
  path.map((rest) => `../${rest}`),
  path.map((rest) => `?${rest}`),
  path.map((rest) => `//other.example/${rest}`),
  path.map((rest) => `https://other.example/${rest}`),
);
const name = fc.string({ unit: fc.constantFrom(...Array.from("abc[]% &=배")), minLength: 1, maxLength: 4 });
const value = fc.string({ unit: "grapheme", maxLength: 8 }).filter((text) => text.isWellFormed());
const dictionary = fc.dictionary(name, value, { maxKeys: 4, noNullPrototype: true });

test("a relative URL goes where new URL(path, baseUrl) says, without its fragment", async () => {
  await fc.assert(
    fc.asyncProperty(base, reference, fc.constantFrom("", "#place"), async (baseUrl, relative, fragment) => {
      const expected = URL.parse(relative + fragment, baseUrl);
      fc.pre(expected !== null && /^https?:$/.test(expected.protocol));
      expected.username = expected.password = expected.hash = "";
      expect(await asked({ baseUrl }, relative + fragment)).toBe(expected.href);
    }),
  );
});

test("every parameter arrives as it was given, whatever is in it", async () => {
  await fc.assert(
    fc.asyncProperty(dictionary, async (params) => {
      const { searchParams } = new URL(await asked({}, "http://a.example/", params));
      expect([...searchParams]).toEqual(Object.entries(params));
    }),
  );
});

test("a query that the URL has is not written anew, and nothing is added where nothing was given", async () => {
  await fc.assert(
    fc.asyncProperty(path, dictionary, async (query, params) => {
      const url = new URL(`http://a.example/x?q=${query}`);
      const sent = new URL(await asked({}, url.href, params));
      expect(sent.search.startsWith(url.search)).toBe(true);
      if (Object.keys(params).length === 0) expect(sent.href).toBe(url.href);
    }),
  );
});

test("a parameter of the request takes the place of the session's, and null takes it out", async () => {
  await fc.assert(
    fc.asyncProperty(
      dictionary,
      fc.dictionary(name, fc.option(value), { maxKeys: 4, noNullPrototype: true }),
      async (defaults, own) => {
        const { searchParams } = new URL(await asked({ params: defaults }, "http://a.example/", own));
        const expected = Object.fromEntries(
          Object.entries({ ...defaults, ...own }).filter(([, text]) => text !== null),
        );
        expect(Object.fromEntries(searchParams)).toEqual(expected);
      },
    ),
  );
});

test("credentials in a URL become a header and leave the URL, whatever is in them", async () => {
  const secret = fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }).filter((text) => text.isWellFormed());
  await fc.assert(
    fc.asyncProperty(secret, secret, async (username, password) => {
      const network = new MockConnector(() => ClientResponse.of(200));
      await using session = new ClientSession({ connector: network });
      await session.get(`http://${encodeURIComponent(username)}:${encodeURIComponent(password)}@a.example/`);
      const [request] = network.requests;
      expect(request?.url).toBe("http://a.example/");
      const token = Buffer.from(`${username}:${password}`).toString("base64");
      expect(request?.headers.get("authorization")).toBe(`Basic ${token}`);
    }),
  );
});
