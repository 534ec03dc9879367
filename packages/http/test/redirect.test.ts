import { BodyError, ClientSession, CookieJar, ProtocolError, TooManyRedirects } from "@baedal/http";
import { describe, expect, test } from "vitest";
import { failure } from "./support/failure.ts";
import { plain, rawServer } from "./support/raw-server.ts";

function to(location: string, status = 302, headers = ""): string {
  return `HTTP/1.1 ${status} Moved\r\nLocation: ${location}\r\nContent-Length: 0\r\n${headers}\r\n`;
}

/** The value of a header in a request head. */
function header(request: string | undefined, name: string): string | undefined {
  return new RegExp(`^${name}: (.*)$`, "im").exec(request ?? "")?.[1];
}

describe("Redirects", () => {
  test("are followed, and what led there is the history", async () => {
    await using server = await rawServer((socket, request) => {
      if (request.startsWith("GET /a")) socket.write(to("/b?x=1#part"));
      else if (request.startsWith("GET /b")) socket.write(to("c", 301));
      else socket.write(plain("there"));
    });
    await using session = new ClientSession();
    const response = await session.get(`${server.url}/a`);
    expect(await response.text()).toBe("there");
    expect(response.url).toBe(`${server.url}/c`);
    expect(response.history.map(({ status, url }) => [status, url])).toEqual([
      [302, `${server.url}/a`],
      [301, `${server.url}/b?x=1`],
    ]);
    expect(server.sockets.length).toBe(1);
  });

  test("in a loop end with TooManyRedirects and the last answer", async () => {
    await using server = await rawServer((socket) => socket.write(to("/")));
    await using session = new ClientSession();
    const error = await failure(session.get(server.url));
    expect(error).toBeInstanceOf(TooManyRedirects);
    expect(error["response"]).toMatchObject({ status: 302 });
    expect(server.requests.length).toBe(11);
    expect(await failure(session.get(server.url, { redirect: { max: 0 } }))).toBeInstanceOf(TooManyRedirects);
  });

  test("to the same place with a cookie are no loop", async () => {
    await using server = await rawServer((socket, request) => {
      socket.write(header(request, "cookie") === undefined ? to("/", 302, "Set-Cookie: seen=1\r\n") : plain("welcome"));
    });
    await using session = new ClientSession();
    expect(await (await session.get(server.url)).text()).toBe("welcome");
  });

  test("are answers like any other when they are not wanted", async () => {
    await using server = await rawServer((socket) => socket.write(to("/")));
    await using session = new ClientSession({ redirect: false });
    expect((await session.get(server.url)).status).toBe(302);
    expect((await session.get(server.url)).headers.get("location")).toBe("/");
  });

  test.each(["file:///etc/passwd", "data:text/plain,x", "javascript:alert(1)", "http://", "http://[::1"])(
    "to %s are a ProtocolError",
    async (location) => {
      await using server = await rawServer((socket) => socket.write(to(location)));
      await using session = new ClientSession();
      expect(await failure(session.get(server.url))).toBeInstanceOf(ProtocolError);
    },
  );

  test.each([
    [301, "POST", "GET", false],
    [302, "POST", "GET", false],
    [303, "POST", "GET", false],
    [303, "PUT", "GET", false],
    [303, "HEAD", "HEAD", false],
    [302, "PUT", "PUT", true],
    [307, "POST", "POST", true],
    [308, "POST", "POST", true],
  ])("%i turns %s into %s", async (status, method, becomes, keepsBody) => {
    await using server = await rawServer((socket, _request, nth) =>
      socket.write(nth === 1 ? to("/there", status) : plain("")),
    );
    await using session = new ClientSession();
    await session.request(method, server.url, method === "HEAD" ? {} : { body: "hello" });
    const second = server.requests.find((request) => request.includes(" /there "));
    expect(second).toMatch(new RegExp(`^(?:hello)?${becomes} /there`));
    expect(header(second, "content-type") !== undefined).toBe(keepsBody);
    expect(header(second, "content-length") !== undefined).toBe(keepsBody);
  });

  test("with 307 and a stream that is gone are an error", async () => {
    await using server = await rawServer((socket) => socket.write(to("/there", 307)));
    await using session = new ClientSession();
    const body = (async function* () {
      yield Buffer.from("once");
    })();
    expect(await failure(session.post(server.url, { body }))).toBeInstanceOf(BodyError);
  });

  test("to another origin lose everything that may be a secret", async () => {
    await using second = await rawServer((socket) => socket.write(plain("there")));
    await using first = await rawServer((socket) => socket.write(to(second.url)));
    const cookies = new CookieJar();
    cookies.set("jar=1", first.url);
    await using session = new ClientSession({ cookies, headers: { "X-Session": "s" }, auth: { bearer: "secret" } });
    await session.get(first.url, {
      headers: {
        "X-Api-Key": "k",
        "Proxy-Authorization": "p",
        Cookie: "own=1",
        Accept: "text/html",
        "Accept-Language": "ko",
      },
    });
    const [sent] = first.requests;
    expect(header(sent, "authorization")).toBe("Bearer secret");
    expect(header(sent, "cookie")).toBe("own=1; jar=1");
    const [there] = second.requests;
    const names = (there ?? "")
      .split("\r\n")
      .slice(1)
      .map((line) => line.split(":")[0]?.toLowerCase());
    expect(names.toSorted((a = "", b = "") => a.localeCompare(b))).toEqual([
      "accept",
      "accept-encoding",
      "accept-language",
      "connection",
      "cookie",
      "host",
      "user-agent",
    ]);
    // Cookies know hosts but no ports (RFC 6265, 8.5): the jar's own goes, the caller's does not.
    expect(header(there, "cookie")).toBe("jar=1");
    expect(header(there, "accept")).toBe("text/html");
  });

  test("and back again do not bring the secrets back", async () => {
    let home = "";
    await using second = await rawServer((socket) => socket.write(to(`${home}/back`)));
    await using first = await rawServer((socket, request) => {
      socket.write(request.startsWith("GET /back") ? plain("home") : to(second.url));
    });
    home = first.url;
    await using session = new ClientSession({ auth: { bearer: "secret" } });
    await session.get(first.url);
    expect(header(first.requests[1], "authorization")).toBeUndefined();
  });

  test("within the origin keep the headers", async () => {
    await using server = await rawServer((socket, _request, nth) => socket.write(nth === 1 ? to("/b") : plain("x")));
    await using session = new ClientSession();
    await session.get(server.url, { headers: { "X-Api-Key": "k" }, auth: { username: "u", password: "p" } });
    expect(header(server.requests[1], "x-api-key")).toBe("k");
    expect(header(server.requests[1], "authorization")).toBe(`Basic ${btoa("u:p")}`);
  });

  test("with an endless body are followed all the same", async () => {
    await using server = await rawServer((socket, _request, nth) => {
      if (nth > 1) return void socket.write(plain("there"));
      socket.write("HTTP/1.1 302 Found\r\nLocation: /there\r\n\r\n");
      const flood = setInterval(() => socket.write("x".repeat(20_000)), 1);
      socket.on("close", () => clearInterval(flood));
    });
    await using session = new ClientSession();
    expect(await (await session.get(server.url)).text()).toBe("there");
  });

  test("with a body that does not come are followed as well", async () => {
    await using server = await rawServer((socket, request) => {
      if (request.startsWith("GET /there")) socket.write(plain("there"));
      else socket.write("HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 10\r\n\r\n");
    });
    await using session = new ClientSession();
    expect(await (await session.get(server.url)).text()).toBe("there");
  });

  test("read a Location in UTF-8", async () => {
    await using server = await rawServer((socket, _request, nth) => {
      socket.write(nth === 1 ? Buffer.from(to("/배달")) : plain("x"));
    });
    await using session = new ClientSession();
    expect((await session.get(server.url)).url).toBe(`${server.url}/${encodeURIComponent("배달")}`);
  });
});

describe("Credentials", () => {
  test("in a URL are sent and taken out of it", async () => {
    await using server = await rawServer((socket) => socket.write(plain("x")));
    await using session = new ClientSession();
    const response = await session.get(server.url.replace("//", "//us%40er:p%3Ass@"));
    expect(header(server.requests[0], "authorization")).toBe(`Basic ${btoa("us@er:p:ss")}`);
    expect(response.url).toBe(`${server.url}/`);
  });

  test("an explicit header wins over all of them", async () => {
    await using server = await rawServer((socket) => socket.write(plain("x")));
    await using session = new ClientSession({ auth: { bearer: "session" } });
    await session.get(server.url, { auth: { bearer: "request" }, headers: { Authorization: "own" } });
    await session.get(server.url, { auth: { bearer: "request" } });
    await session.get(server.url);
    expect(server.requests.map((request) => header(request, "authorization"))).toEqual([
      "own",
      "Bearer request",
      "Bearer session",
    ]);
  });

  test("from a function are asked for once a request, not once a try", async () => {
    let asked = 0;
    await using server = await rawServer((socket, _request, nth) => socket.write(nth === 1 ? to("/b") : plain("x")));
    await using session = new ClientSession({ auth: async ({ url }) => `Token ${++asked} ${new URL(url).pathname}` });
    await session.get(`${server.url}/a`);
    expect(server.requests.map((request) => header(request, "authorization"))).toEqual(["Token 1 /a", "Token 1 /a"]);
  });

  test("never appear in errors, nor in their JSON", async () => {
    await using session = new ClientSession({ auth: { username: "user", password: "hunter2" } });
    const error = await failure(
      session.get("http://user:hunter2@127.0.0.1:1/?api_key=hunter2&page=2", { headers: { "X-Api-Key": "hunter2" } }),
    );
    expect(error.message).toContain("page=2");
    expect(`${error.message} ${JSON.stringify(error)} ${error.stack}`).not.toContain("hunter2");
  });
});
