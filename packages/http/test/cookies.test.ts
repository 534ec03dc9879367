import { mkdtempDisposable, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ClientSession, CookieFileError, CookieJar } from "@baedal/http";
import { describe, expect, test } from "vitest";
import { failure } from "./support/failure.ts";
import { plain, rawServer } from "./support/raw-server.ts";

describe("CookieJar refuses", () => {
  test.each([
    ["a cookie for a public suffix", "a=b; Domain=co.uk", "https://shop.co.uk/"],
    ["a cookie for another site", "a=b; Domain=other.example", "https://shop.example/"],
    ["a cookie for a subdomain", "a=b; Domain=deep.shop.example", "https://shop.example/"],
    ["a secure cookie in the clear", "a=b; Secure", "http://shop.example/"],
    ["a secure cookie in the clear from this machine too", "a=b; Secure", "http://127.0.0.1/"],
    ["__Host- with a domain", "__Host-a=b; Secure; Path=/; Domain=shop.example", "https://shop.example/"],
    ["__Host- with a path", "__Host-a=b; Secure; Path=/x", "https://shop.example/"],
    ["__Host- that is not secure", "__Host-a=b; Path=/", "https://shop.example/"],
    ["__Secure- that is not secure", "__Secure-a=b", "https://shop.example/"],
    ["more than 4096 bytes", `a=${"x".repeat(4096)}`, "https://shop.example/"],
    ["what is no cookie", "", "https://shop.example/"],
  ])("%s", (_what, cookie, url) => {
    const jar = new CookieJar();
    expect(jar.set(cookie, url)).toBe(false);
    expect(jar.size).toBe(0);
  });

  test("to let the clear replace what came by TLS", () => {
    const jar = new CookieJar();
    expect(jar.set("a=safe; Secure", "https://shop.example/")).toBe(true);
    expect(jar.set("a=forged", "http://shop.example/")).toBe(false);
    expect(jar.header("https://shop.example/")).toBe("a=safe");
  });
});

describe("CookieJar", () => {
  test("sends cookies by host, path and security", () => {
    const jar = new CookieJar();
    jar.set("host=1", "https://shop.example/");
    jar.set("site=1; Domain=shop.example", "https://www.shop.example/");
    jar.set("deep=1; Path=/a", "https://shop.example/");
    jar.set("safe=1; Secure", "https://shop.example/");
    expect(jar.header("https://shop.example/").split("; ").sort()).toEqual(["host=1", "safe=1", "site=1"]);
    expect(jar.header("https://shop.example/a/b").split("; ")[0]).toBe("deep=1");
    expect(jar.header("https://shop.example/ab")).not.toContain("deep");
    expect(jar.header("http://shop.example/")).not.toContain("safe");
    expect(jar.header("https://www.shop.example/")).toBe("site=1");
    expect(jar.header("https://evilshop.example/")).toBe("");
  });

  test("forgets what has ended, and what is set to end", async () => {
    const jar = new CookieJar();
    jar.set("short=1; Max-Age=1", "https://shop.example/");
    jar.set("long=1; Max-Age=1000", "https://shop.example/");
    expect(jar.header("https://shop.example/")).toBe("short=1; long=1");
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(jar.header("https://shop.example/")).toBe("long=1");
    jar.set("long=; Max-Age=0", "https://shop.example/");
    expect([jar.header("https://shop.example/"), [...jar]]).toEqual(["", []]);
  });

  test("keeps 50 a domain and 3000 in all, the latest", () => {
    const jar = new CookieJar();
    for (let count = 0; count < 60; count++) jar.set(`c${count}=1`, "https://shop.example/");
    expect(jar.header("https://shop.example/").split("; ").length).toBe(50);
    expect(jar.header("https://shop.example/")).not.toContain("c9=");
    expect(jar.header("https://shop.example/")).toContain("c59=");
    for (let count = 0; count < 3100; count++) jar.set("a=1", `https://site${count}.example/`);
    expect(jar.size).toBe(3000);
  });

  test("survives save and load, session cookies and host-only ones as they were", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "cookies-"));
    const path = join(directory.path, "jar.json");
    const jar = new CookieJar();
    jar.set("session=1; HttpOnly; Secure", "https://shop.example/");
    jar.set("site=1; Domain=shop.example; Max-Age=1000; Path=/a", "https://shop.example/a");
    await jar.save(path);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(directory.path)).toEqual(["jar.json"]);
    const loaded = await CookieJar.load(path);
    expect([...loaded]).toEqual([...jar]);
    expect([...loaded][0]).toMatchObject({ hostOnly: true, httpOnly: true, secure: true, expires: undefined });
    expect(loaded.header("https://www.shop.example/a")).toBe("site=1");
    expect(loaded.header("https://shop.example/a")).toBe(jar.header("https://shop.example/a"));
  });

  test("a damaged file is an error that names it, and a failed save leaves the old one", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "cookies-"));
    const path = join(directory.path, "jar.json");
    for (const text of ["", "{", "[]", '{"cookies":[{"key":""}]}', '{"cookies":7}']) {
      await writeFile(path, text);
      const error = await failure(CookieJar.load(path));
      expect(error).toBeInstanceOf(CookieFileError);
      expect(error.message).toContain(path);
    }
    await expect(new CookieJar().save(join(path, "below"))).rejects.toThrow(/ENOTDIR/);
    expect(await readFile(path, "utf8")).toBe('{"cookies":7}');
  });

  test.each([
    ["a line of its own in a value", { value: "x\r\nEvil: 1" }],
    ["another cookie in a value", { value: "x; admin=1" }],
    ["a line of its own in a name", { key: "a\r\nb" }],
    ["no time for a time", { creation: "yesterday" }],
    ["a number for a value", { value: 5 }],
    ["a number for a domain", { domain: 5 }],
  ])("a cookie with %s is damage", (_what, damage) => {
    const cookie = {
      key: "a",
      value: "b",
      domain: "shop.example",
      path: "/",
      hostOnly: true,
      creation: "2020-01-01T00:00:00Z",
    };
    expect(CookieJar.from({ version: 1, cookies: [cookie] }).header("https://shop.example/")).toBe("a=b");
    expect(() => CookieJar.from({ version: 1, cookies: [{ ...cookie, ...damage }] })).toThrow(TypeError);
  });
});

describe("ClientSession", () => {
  test("keeps cookies in a jar of its own, or in none", async () => {
    await using server = await rawServer((socket) =>
      socket.write(plain("x", "Set-Cookie: a=1\r\nSet-Cookie: b=2; Path=/\r\n")),
    );
    await using session = new ClientSession();
    const response = await session.get(server.url);
    expect([...response.cookies]).toEqual([
      ["a", "1"],
      ["b", "2"],
    ]);
    await session.get(server.url);
    expect(server.requests[1]).toMatch(/^Cookie: a=1; b=2$/m);
    await using without = new ClientSession({ cookies: false });
    await without.get(server.url);
    await without.get(server.url);
    expect(server.requests[3]).not.toMatch(/^Cookie:/im);
  });
});
