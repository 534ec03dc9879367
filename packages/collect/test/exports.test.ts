import { readFileSync } from "node:fs";
import * as collect from "@baedal/collect";
import * as commandLine from "@baedal/collect/command-line";
import { CollectError, OptionError, StoreLockedError } from "@baedal/collect";
import { expect, test } from "vitest";

test("the door has these names and no others", () => {
  expect(Object.keys(collect).toSorted()).toEqual(
    [
      "CollectError",
      "Collection",
      "DirectoryError",
      "InvalidUrlError",
      "ListError",
      "NoStoreError",
      "OptionError",
      "StoreDamagedError",
      "StoreGoneError",
      "StoreLockedError",
      "StoreVersionError",
      "StoreWriteError",
      "exportCollection",
      "exportFormats",
      "failedPages",
      "hostOf",
      "loadCookies",
      "nearestName",
      "normalizeUrl",
      "parseDuration",
      "parseRate",
      "parseSize",
      "readReport",
      "readStatus",
      "records",
      "writeFailure",
      "writeWholeFile",
    ].toSorted(),
  );
});

test("the door for command lines has these names and no others, the same as at the main door", () => {
  const names = ["nearestName", "parseDuration", "parseRate", "parseSize", "writeFailure", "writeWholeFile"];
  expect(Object.keys(commandLine).toSorted()).toEqual(names);
  expect(collect).toMatchObject(commandLine);
});

test("every error has its name, a code and an exit code of the command", () => {
  for (const [name, value] of Object.entries(collect)) {
    if (!name.endsWith("Error") || typeof value !== "function") continue;
    const error = new (value as new (...args: string[]) => CollectError)("option", "message");
    expect(error).toBeInstanceOf(CollectError);
    expect(error.name).toBe(name);
    expect(error.code).toMatch(/^ERR_BAEDAL_[A-Z_]+$/);
    expect([1, 2, 4, 5]).toContain(error.exitCode);
  }
  expect(new OptionError("rate", "no").option).toBe("rate");
  expect(new StoreLockedError("no", 7).pid).toBe(7);
});

test("every option is documented with its default", () => {
  const source = readFileSync(new URL("../src/options.ts", import.meta.url), "utf8");
  const options = [...source.matchAll(/(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\s*readonly (\w+)(\??):/g)];
  expect(options.length).toBeGreaterThan(30);
  for (const [, comment, name, optional] of options)
    if (optional === "?") expect(`${name}: ${comment}`).toContain("@default");
});
