import { expect, test } from "vitest";
import { forbidsFollowing } from "../dist/robots/robots-tag.js";
import { parseRobots } from "../dist/robots/robots-rules.js";

function allows(text: string, path: string, token = "FooBot"): boolean {
  return parseRobots(text, token).allows(path);
}

// The cases of RFC 9309 and of Google's published tests (robots_test.cc), in our words.
test.each([
  ["", "/x", true],
  ["user-agent: FooBot\ndisallow: /", "/x", false],
  ["user-agent: BarBot\ndisallow: /", "/x", true],
  ["USER-AGENT: FooBot\nDISALLOW: /", "/x", false],
  ["user-agent: foobot\ndisallow: /x", "/x", false],
  ["user-agent FooBot\ndisallow /", "/x", false],
  ["foo: FooBot\nbar: /", "/x", true],
  ["disallow: /", "/x", true],
  ["user-agent: *\ndisallow: /", "/x", false],
  ["user-agent: *\nallow: /\n\nuser-agent: FooBot\ndisallow: /", "/x", false],
  ["user-agent: *\ndisallow: /\n\nuser-agent: FooBot\n", "/x", true],
  ["user-agent: FooBot/2.1\ndisallow: /", "/x", false],
  ["user-agent: FooBotImages\ndisallow: /", "/x", true],
  [
    "user-agent: FooBot\ndisallow: /a\n\nuser-agent: BarBot\ndisallow: /b\n\nuser-agent: FooBot\ndisallow: /c",
    "/c/x",
    false,
  ],
  [
    "user-agent: FooBot\ndisallow: /a\n\nuser-agent: BarBot\ndisallow: /b\n\nuser-agent: FooBot\ndisallow: /c",
    "/b",
    true,
  ],
  ["user-agent: BarBot\nuser-agent: FooBot\ndisallow: /a", "/a", false],
  ["user-agent: FooBot\ndisallow: /x/page.html\nallow: /x/", "/x/page.html", false],
  ["user-agent: FooBot\nallow: /x/page.html\ndisallow: /x/", "/x/page.html", true],
  ["user-agent: FooBot\ndisallow: \nallow: ", "/x", true],
  ["user-agent: FooBot\ndisallow: /\nallow: /", "/x", true],
  ["user-agent: FooBot\ndisallow: /x\nallow: /x/", "/x", false],
  ["user-agent: FooBot\ndisallow: /foo/bar/*\nallow: /foo/bar", "/foo/bar/baz", false],
  ["user-agent: FooBot\ndisallow: *.php$", "/a/b.php", false],
  ["user-agent: FooBot\ndisallow: *.php$", "/a/b.php?x", true],
  ["user-agent: FooBot\ndisallow: /a*b*c$", "/axbxbc", false],
  ["user-agent: FooBot\ndisallow: /a*bc$", "/abcbc", false],
  ["user-agent: FooBot\ndisallow: /$", "/", false],
  ["user-agent: FooBot\ndisallow: /$", "/x", true],
  ["user-agent: FooBot\ndisallow: /\nallow: /foo/bar?qux=taz", "/foo/bar?qux=taz", true],
  ["user-agent: FooBot\ndisallow: /\nallow: /foo/bar/ツ", "/foo/bar/%E3%83%84", true],
  ["user-agent: FooBot\ndisallow: /\nallow: /foo/bar/%e3%83%84", "/foo/bar/%E3%83%84", true],
  ["user-agent: FooBot\ndisallow: /%7Ejoe", "/~joe/index.html", false],
  ["user-agent: FooBot # us\ndisallow: /x # this", "/x", false],
  ["\uFEFFuser-agent: FooBot\ndisallow: /x", "/x", false],
  ["user-agent: FooBot\rdisallow: /x\r\nallow: /x/y", "/x/z", false],
  ["user-agent: FooBot\nsitemap: http://a/s.xml\ndisallow: /x", "/x", false],
  ["user-agent: FooBot\ndisallow: /", "/robots.txt", true],
])("%j for %s: %s", (text, path, expected) => {
  expect(allows(text, path)).toBe(expected);
});

test("reads the longest Crawl-delay of its groups in milliseconds, and no nonsense", () => {
  expect(
    parseRobots("user-agent: FooBot\ncrawl-delay: 2.5\nuser-agent: FooBot\ncrawl-delay: 1", "FooBot").crawlDelay,
  ).toBe(2500);
  expect(parseRobots("user-agent: *\ncrawl-delay: soon\ncrawl-delay: -3", "FooBot").crawlDelay).toBeUndefined();
});

test.each([
  [["nofollow"], true],
  [["noindex, NOFOLLOW"], true],
  [["none"], true],
  [["noindex"], false],
  [["otherbot: nofollow"], false],
  [["Baedal: nofollow"], true],
  [["otherbot: none", "nofollow"], true],
  [["unavailable_after: 25 Jun 2010 15:00:00 PST, nofollow"], true],
  [["nofollowed"], false],
  [[], false],
])("X-Robots-Tag %j: links are left alone is %s", (values, expected) => {
  expect(forbidsFollowing(values, "baedal")).toBe(expected);
});

test("a hostile pattern costs no more than a long one", () => {
  const hostile = `user-agent: *\ndisallow: /${"*a".repeat(2000)}$`;
  expect(allows(hostile, `/${"a".repeat(4000)}b`)).toBe(true);
});
