import { readFile } from "node:fs/promises";
import { ClientResponse, ClientSession } from "@baedal/http";
import * as everyday from "@baedal/http";
import * as har from "@baedal/http/har";
import * as opentelemetry from "@baedal/http/opentelemetry";
import * as sync from "@baedal/http/sync";
import * as testing from "@baedal/http/testing";
import { MockConnector } from "@baedal/http/testing";
import { expect, test } from "vitest";

test("the doors export exactly this", () => {
  expect(Object.keys(everyday)).toEqual([
    "BodyBudget",
    "BodyError",
    "ClientResponse",
    "ClientSession",
    "ConnectError",
    "CookieFileError",
    "CookieJar",
    "GuardError",
    "HttpError",
    "ProtocolError",
    "SessionClosedError",
    "StatusError",
    "TimeoutError",
    "TooManyRedirects",
  ]);
  expect(Object.keys(har)).toEqual(["HarLog"]);
  expect(Object.keys(opentelemetry)).toEqual(["openTelemetry"]);
  expect(Object.keys(sync)).toEqual(["SyncResponse", "SyncSession"]);
  expect(Object.keys(testing)).toEqual(["MockConnector", "Player", "Recorder"]);
});

test("the User-Agent names the version of the package", async () => {
  const { version } = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  const network = new MockConnector(() => ClientResponse.of(200));
  await using session = new ClientSession({ connector: network });
  await session.get("http://shop.example/");
  expect(network.requests[0]?.headers.get("user-agent")).toBe(`baedal/${version}`);
});
