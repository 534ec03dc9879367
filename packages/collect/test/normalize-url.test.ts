import { hostOf, InvalidUrlError, normalizeUrl } from "@baedal/collect";
import fc from "fast-check";
import { expect, test } from "vitest";

test.each([
  ["ftp://example.com/", "only http and https are spoken, not ftp:"],
  ["javascript:alert(1)", "only http and https"],
  ["example.com/a", "did you mean http://example.com/a"],
  ["http://", "it is not a URL"],
  ["", "it is not a URL"],
  ["http://user:secret@example.com/", "with a user name or password in it"],
])("refuses %j and says why", (input, why) => {
  expect(() => normalizeUrl(input)).toThrow(InvalidUrlError);
  expect(() => normalizeUrl(input)).toThrow(why);
});

test("never repeats a password in its message", () => {
  expect(() => normalizeUrl("http://user:secret@exa mple.com/")).toThrow(
    expect.not.stringContaining("secret") as Error,
  );
});

test.each([
  ["HTTP://Example.COM:80/a", "http://example.com/a"],
  ["https://example.com:443", "https://example.com/"],
  ["http://example.com/a#part", "http://example.com/a"],
  ["http://example.com/#", "http://example.com/"],
  ["http://example.com/a/../b/./c", "http://example.com/b/c"],
  ["http://example.com/%7euser/%41", "http://example.com/~user/A"],
  ["http://example.com/%2f%e2%82%ac?q=%7e%c3%a9", "http://example.com/%2F%E2%82%AC?q=~%C3%A9"],
  ["http://example.com/?b=2&a=1", "http://example.com/?b=2&a=1"],
  ["http://example.com/A/", "http://example.com/A/"],
  ["http://bücher.example/", "http://xn--bcher-kva.example/"],
  ["  http://example.com/a  ", "http://example.com/a"],
  ["http://example.com/%%34%31", "http://example.com/%%341"],
])("spells %j as %j", (input, expected) => {
  expect(normalizeUrl(input)).toBe(expected);
});

test("resolves a relative URL against its base", () => {
  expect(normalizeUrl("../c#x", "http://example.com/a/b")).toBe("http://example.com/c");
});

test("gives the same for what it has given", () => {
  const escape = fc.constantFrom("%", "%4", "%41", "%2e", "%2F", "%25", "%7E", "a", "4", "1", "e", "/", ".");
  fc.assert(
    fc.property(fc.array(escape, { maxLength: 12 }), (parts) => {
      const once = normalizeUrl(`http://example.com/${parts.join("")}?${parts.toReversed().join("")}`);
      expect(normalizeUrl(once)).toBe(once);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ["http://example.com/a", "example.com"],
  ["https://example.com/a", "example.com"],
  ["http://example.com:8080/", "example.com:8080"],
  ["http://[::1]:81/", "[::1]:81"],
])("counts %j to the host %j", (url, host) => {
  expect(hostOf(normalizeUrl(url))).toBe(host);
});
