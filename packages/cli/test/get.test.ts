import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtempDisposable } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { baedal, start } from "./baedal-process.ts";
import { identity } from "./loopback-identity.ts";
import { closedPort, loopbackSite } from "./loopback-site.ts";

describe("baedal get", () => {
  it.each(["example.com/page", "ftp://example.com/", "nonsense", "localhost:8999/a"])(
    "refuses the URL %s with 2 and no stack",
    async (url) => {
      const { code, stdout, stderr } = await baedal(["get", url]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(/^baedal: ".*" is not a URL that can be fetched: /);
      expect(stderr).not.toMatch(/\n\s+at /);
    },
  );

  it("names the scheme that a URL of this machine lacks", async () => {
    const { stderr } = await baedal(["get", "localhost:8999/a"]);
    expect(stderr).toMatch(/it lacks the scheme; try http:\/\/localhost:8999\/a\n$/);
  });

  it("wants a URL", async () => {
    const { code, stderr } = await baedal(["get"]);
    expect(code).toBe(2);
    expect(stderr).toContain("missing required argument 'url'");
  });

  it("ends with 1 when nobody listens, and says so", async () => {
    const port = await closedPort();
    const { code, stdout, stderr } = await baedal(["get", `http://127.0.0.1:${port}/`]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^baedal: .*refused/i);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it("ends with 1 when the host is unknown, and names it", async () => {
    const { code, stderr } = await baedal(["get", "http://nowhere.invalid/"]);
    expect(code).toBe(1);
    expect(stderr).toContain("nowhere.invalid");
  });

  it("ends with 1 when the answer takes longer than --timeout", async () => {
    await using site = await loopbackSite(() => {});
    const { code, stderr } = await baedal(["get", "--timeout", "100ms", site.origin]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/not done within --timeout, 100 ms/);
  });

  it("ends with 1 when the redirects go in a circle", async () => {
    await using site = await loopbackSite((_request, response) => response.writeHead(302, { location: "/" }).end());
    const { code, stderr } = await baedal(["get", site.origin]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^baedal: GET http:\S+ is one redirect too many: 10 are followed/);
  });

  it("says so when the body is to go where a directory is", async () => {
    await using site = await loopbackSite();
    const { code, stderr } = await baedal(["get", "-o", tmpdir(), site.origin]);
    expect({ code, stderr }).toEqual({
      code: 5,
      stderr: `baedal: Cannot write ${tmpdir()}: it is a directory; name a file\n`,
    });
  });

  it("ends with 2 and the file's name when the certificates cannot be read", async () => {
    const { code, stderr } = await baedal(["get", "--ca", "/nowhere/ca.pem", "https://127.0.0.1/"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^baedal: --ca: cannot read \/nowhere\/ca\.pem/);
  });

  it.each([
    ["junk\n", /^baedal: --ca: \S+ca\.pem holds no certificate: it must be a PEM file/],
    [
      "-----BEGIN CERTIFICATE-----\nanVuaw==\n-----END CERTIFICATE-----\n",
      /^baedal: --ca: certificate 1 in \S+ca\.pem is damaged/,
    ],
  ])("ends with 2 and the file's name when what --ca names is no certificate: %j", async (text, message) => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "baedal-get-"));
    const file = join(directory.path, "ca.pem");
    writeFileSync(file, text);
    const { code, stderr } = await baedal(["get", "--ca", file, "https://127.0.0.1:1/"]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
    const output = join(directory.path, "out");
    expect(await baedal(["collect", "--ca", file, "https://127.0.0.1:1/", "-o", output])).toMatchObject({
      code,
      stderr,
    });
    expect(readdirSync(directory.path)).toEqual(["ca.pem"]);
  });

  it("says what to do about a certificate that is not trusted, and trusts it when told", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "baedal-get-"));
    writeFileSync(join(directory.path, "ca.pem"), identity.cert);
    const server = createServer(identity, (_request, response) => response.end("hi")).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`; // it listens on TCP
    const { code, stderr } = await baedal(["get", url]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/: self-signed certificate; trust it with --ca FILE, or do not check it with -k\n$/);
    for (const trust of [["--ca", join(directory.path, "ca.pem")], ["-k"]]) {
      expect(await baedal(["get", url, ...trust])).toMatchObject({ code: 0, stdout: "hi" });
    }
  });

  it("says on one line that there is no TLS where http is spoken", async () => {
    await using site = await loopbackSite();
    const { code, stderr } = await baedal(["get", site.origin.replace("http:", "https:")]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^baedal: .*: what answers there speaks no TLS; is it http:\/\/ that you want\n$/);
  });

  it("sends the cookies of a file, to their host", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "baedal-get-"));
    const file = join(directory.path, "cookies.txt");
    writeFileSync(file, "127.0.0.1\tFALSE\t/\tFALSE\t0\tbowl\tfull\nother.example\tFALSE\t/\tFALSE\t0\tno\tno\n");
    await using site = await loopbackSite(({ headers }, response) => void response.end(headers.cookie));
    expect((await baedal(["get", "--cookies", file, site.origin])).stdout).toBe("bowl=full");
    const { code, stderr } = await baedal(["get", "--cookies", `${file}.none`, site.origin]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("there is no such file") });
  });

  it("ends with 2 when the proxy is no address", async () => {
    const { code, stderr } = await baedal(["get", "-x", "ftp://proxy/", "http://127.0.0.1/"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^baedal: --proxy must be a URL/);
  });

  it("tries again as often as it is told", async () => {
    let asked = 0;
    await using site = await loopbackSite((_request, response) => {
      asked += 1;
      response.writeHead(asked < 3 ? 503 : 200, { "retry-after": "0" }).end(`answer ${asked}`);
    });
    expect((await baedal(["get", "--retries", "5", site.origin])).stdout).toBe("answer 3");
  });

  it("writes the body to stdout, byte for byte, whatever the status", async () => {
    await using site = await loopbackSite((_request, response) =>
      response.writeHead(404).end("no such page\r\n\u0000"),
    );
    expect(await baedal(["get", site.origin])).toEqual({ code: 0, stdout: "no such page\r\n\u0000", stderr: "" });
  });

  it("ends with 1 and no body on such a status with --fail", async () => {
    await using site = await loopbackSite((_request, response) => response.writeHead(404).end("no such page"));
    const { code, stdout, stderr } = await baedal(["get", "--fail", site.origin]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("404");
  });

  it("follows redirects", async () => {
    await using site = await loopbackSite((request, response) =>
      request.url === "/" ? response.writeHead(302, { location: "/there" }).end() : response.end("arrived"),
    );
    expect((await baedal(["get", site.origin])).stdout).toBe("arrived");
    expect(site.asked).toEqual(["/", "/there"]);
  });

  it("sends the headers, the name and the credentials it is given", async () => {
    await using site = await loopbackSite(({ headers }, response) =>
      response.end(JSON.stringify([headers["x-a"], headers["x-b"], headers["user-agent"], headers.authorization])),
    );
    const { stdout } = await baedal(["get", "-H", "X-A: 1", "-H", "X-B: 2", "-A", "kim", "-u", "u:p:q", site.origin]);
    expect(JSON.parse(stdout)).toEqual(["1", "2", "kim", `Basic ${Buffer.from("u:p:q").toString("base64")}`]);
  });

  it("takes credentials from BAEDAL_AUTH", async () => {
    await using site = await loopbackSite(({ headers }, response) => response.end(headers.authorization ?? "none"));
    const { stdout } = await baedal(["get", site.origin], { env: { BAEDAL_AUTH: "u:p" } });
    expect(stdout).toBe(`Basic ${Buffer.from("u:p").toString("base64")}`);
  });

  it("writes a file that is whole or absent", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "baedal-get-"));
    await using site = await loopbackSite((request, response) => {
      response.setHeader("content-length", "10");
      if (request.url === "/whole") response.end("0123456789");
      else response.write("01234", () => response.destroy());
    });
    const file = join(directory.path, "page");
    const cut = await baedal(["get", "-o", file, `${site.origin}/cut`]);
    expect(cut.code).toBe(1);
    expect(readdirSync(directory.path)).toEqual([]);
    expect((await baedal(["get", "-o", file, `${site.origin}/whole`])).code).toBe(0);
    expect(readFileSync(file, "utf8")).toBe("0123456789");
    expect(readdirSync(directory.path)).toEqual(["page"]);
  });

  it("leaves no half file behind on Ctrl-C, and ends with 130", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "baedal-get-"));
    const begun = Promise.withResolvers<void>();
    await using site = await loopbackSite((_request, response) => void response.write("half", () => begun.resolve()));
    const running = start(["get", "-o", "page", site.origin], { cwd: directory.path });
    await begun.promise;
    while (readdirSync(directory.path).length === 0) await setTimeout(10);
    running.child.kill("SIGINT");
    expect((await running.ended).code).toBe(130);
    expect(readdirSync(directory.path)).toEqual([]);
  });

  it("ends with 5 when the file cannot be written", async () => {
    await using site = await loopbackSite();
    const { code, stderr } = await baedal(["get", "-o", "/dev/null/page", site.origin]);
    expect(code).toBe(5);
    expect(stderr).toMatch(/^baedal: Cannot write \/dev\/null\/page: /);
  });

  it("ends quietly with 0 when the reader has seen enough", async () => {
    // A body without an end: it is written as it comes, or not at all.
    await using site = await loopbackSite((_request, response) => {
      const write = (): void => void response.write(Buffer.alloc(65_536, "x"), (error) => error ?? setImmediate(write));
      write();
    });
    const running = start(["get", site.origin]);
    running.child.stdout.once("data", () => running.child.stdout.destroy());
    const { code, stderr } = await running.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
});
