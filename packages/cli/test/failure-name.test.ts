import { describe, expect, it } from "vitest";
import { failureLine, failureReason } from "../dist/progress/failure-name.js";

const url = "https://shop.example/a";
const connect = (message: string) => ({ code: "ERR_BAEDAL_CONNECT", message });

describe("failureLine", () => {
  it.each([
    [
      `GET ${url}: no connection to https://shop.example: connect ECONNREFUSED`,
      "no connection to https://shop.example: connect ECONNREFUSED",
    ],
    [
      `GET ${url} was not done within timeout.total, 1000 ms; raise it, or look at the timings`,
      "was not done within --timeout, 1000 ms; give it longer, or look at the timings",
    ],
    [
      "GET https://shop.example/b: the answer is not valid HTTP",
      "GET https://shop.example/b: the answer is not valid HTTP",
    ],
    ["The server answered 404 Not Found", "The server answered 404 Not Found"],
    ["The body is larger than maxBody, 10 bytes", "The body is larger than --max-body, 10 bytes"],
    [
      `shop.example redirects to the private address 10.0.0.1; allow it with allowPrivate`,
      "shop.example redirects to the private address 10.0.0.1; allow it with --allow-private",
    ],
    ["one\n  and two\n", "one and two"],
  ])("gives the URL, a colon and the reason, in words of the command line: %s", (message, reason) => {
    expect(failureLine(url, { code: "ERR", message })).toBe(`${url}: ${reason}`);
  });
});

describe("failureReason", () => {
  it.each([
    [`GET ${url}: no connection to https://shop.example: connect ECONNREFUSED 1.2.3.4:443`, "refused"],
    [
      `GET ${url}: no way to https://shop.example through the proxy: getaddrinfo ENOTFOUND proxy.example`,
      "proxy: unknown host",
    ],
    [
      `GET ${url}: no TLS connection to https://shop.example: certificate has expired`,
      "certificate not trusted (--ca, -k)",
    ],
    [`GET ${url}: no TLS connection to https://shop.example: tlsv13 alert certificate required`, "no connection"],
  ])("says in few words who is to blame: %s", (message, reason) => {
    expect(failureReason(null, connect(message))).toBe(reason);
  });
});
