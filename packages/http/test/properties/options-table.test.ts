import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ClientResponse, ClientSession } from "@baedal/http";
import { MockConnector } from "@baedal/http/testing";
import { expect, test } from "vitest";
import { defaultRetry } from "../../dist/options/retry-options.js";
import { sessionNames } from "../../dist/options/session-options.js";
import { Settings } from "../../dist/options/settings.js";
import { failure } from "../support/failure.ts";

const root = join(import.meta.dirname, "../../../..");
const sources = join(root, "packages/http/src");

interface Row {
  readonly option: string;
  readonly of: string;
  readonly unit: string;
  readonly byDefault: string;
}

/** The table of all options in the guide. */
function rowsOfGuide(): Row[] {
  const lines = readFileSync(join(root, "docs/http.md"), "utf8").split("\n");
  const start = lines.findIndex((line) => /^\| option +\| of +\| unit/.test(line));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith("|"));
  return lines.slice(start + 2, end).map((line) => {
    const [option = "", of = "", unit = "", , byDefault = ""] = line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
    return { option: option.replaceAll("`", ""), of, unit, byDefault };
  });
}

/** The options of an interface in a file of the sources, with the `@default` of their comments. */
function optionsIn(file: string, name: string): Map<string, { type: string; byDefault: string }> {
  const source = readFileSync(join(sources, file), "utf8");
  const body = new RegExp(`export interface ${name} \\{\\n([\\s\\S]*?)\\n\\}`).exec(source)?.[1] ?? "";
  const found = body.matchAll(
    /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)?\s*^ {2}readonly (\w+)\??: ([^;]*(?:\{[^}]*\})?[^;]*);/gm,
  );
  return new Map(
    [...found].map(([, comment = "", option = "", type = ""]) => [
      option,
      { type, byDefault: /@default (.*?)\s*(?:\*\/|\n)/.exec(comment)?.[1] ?? "" },
    ]),
  );
}

const session = optionsIn("options/session-options.ts", "SessionOptions");
const request = optionsIn("options/request-options.ts", "RequestOptions");
const groups = {
  timeout: optionsIn("options/timeouts.ts", "TimeoutOptions"),
  retry: optionsIn("options/retry-options.ts", "RetryOptions"),
  rate: optionsIn("options/rate-options.ts", "RateOptions"),
  redirect: optionsIn("options/request-options.ts", "RedirectOptions"),
} as const;
const close = optionsIn("options/session-options.ts", "CloseOptions");
const rows = rowsOfGuide();

/** An option by the name it has in the guide. */
function inCode({ option, of }: Row): { type: string; byDefault: string } | undefined {
  const [group = "", part] = option.split(".");
  if (part !== undefined) return groups[group as keyof typeof groups].get(part); // the test of the names looks first
  return of === "close" ? close.get(option) : (session.get(option) ?? request.get(option));
}

test("the guide has every option, and where it may stand", () => {
  const expected = new Map<string, string>();
  for (const name of new Set([...session.keys(), ...request.keys()])) {
    const of = session.has(name) ? (request.has(name) ? "both" : "session") : "request";
    const parts = Object.hasOwn(groups, name) ? [...groups[name as keyof typeof groups].keys()] : [undefined]; // it has it
    for (const part of parts) expected.set(part === undefined ? name : `${name}.${part}`, of);
  }
  for (const name of close.keys()) expected.set(name, "close");
  expect(Object.fromEntries(rows.map(({ option, of }) => [option, of]))).toEqual(Object.fromEntries(expected));
  expect(rows.length).toBe(expected.size);
});

test("the code takes the options that its types have, and no others", async () => {
  expect([...sessionNames].toSorted()).toEqual([...session.keys()].toSorted());
  await using one = new ClientSession();
  const { message } = await failure(one.get("http://127.0.0.1:1/", { nonsense: 1 } as never));
  const known = message.slice(message.lastIndexOf("it has ") + "it has ".length).split(", ");
  expect(known.toSorted()).toEqual([...request.keys()].toSorted());
});

test("the guide gives each default as the code's comments do, and the unit of durations", () => {
  for (const row of rows) {
    const option = inCode(row);
    expect([row.option, row.byDefault.replace(/^`(".*")`$/, "$1")]).toEqual([row.option, option?.byDefault]);
    expect([row.option, row.unit === "Duration"]).toEqual([
      row.option,
      /\bDuration\b/.test(option?.type ?? "") && row.option !== "rate.perHost",
    ]);
  }
});

const units = { ms: 1, s: 1000, KiB: 1024, MiB: 1024 * 1024 } as const;

/** The number that a cell of the table stands for: "300 s; …" is 300,000. */
function numberOf(option: string): number {
  const cell = rows.find((row) => row.option === option)?.byDefault ?? "";
  if (cell.startsWith("none")) return Infinity;
  const [, digits, unit] = /^([\d.]+)(?: (ms|s|KiB|MiB))?(?:;|$)/.exec(cell) ?? [];
  return Number(digits) * (unit === undefined ? 1 : units[unit as keyof typeof units]); // as the pattern has it
}

test("what the code does without options is what the guide says", () => {
  const settings = new Settings({});
  const [buffered, streamed] = [settings.of({}, "buffered"), settings.of({}, "streamed")];
  expect(settings.total({}, "buffered")).toBe(numberOf("timeout.total"));
  expect([settings.total({}, "streamed"), streamed.readTimeout]).toEqual([Infinity, 60_000]);
  expect(buffered.queueTimeout).toBe(numberOf("timeout.queue"));
  expect(buffered.connectTimeout).toBe(numberOf("timeout.connect"));
  expect(buffered.readTimeout).toBe(numberOf("timeout.read"));
  expect([buffered.maxBodySize, streamed.maxBodySize]).toEqual([numberOf("maxBodySize"), Infinity]);
  expect(buffered.maxRedirects).toBe(numberOf("redirect.max"));
  expect([buffered.decompress, buffered.raiseForStatus]).toEqual([true, false]);
  for (const name of ["attempts", "backoff", "maxDelay", "budget"] as const)
    expect([name, defaultRetry[name]]).toEqual([name, numberOf(`retry.${name}`)]);
  expect(String(defaultRetry.replay)).toBe(rows.find(({ option }) => option === "retry.replay")?.byDefault);
  const listed = (name: string): string[] => rows.find((row) => row.option === name)?.byDefault.split(" ") ?? [];
  expect([...defaultRetry.methods]).toEqual(listed("retry.methods"));
  expect([...defaultRetry.statuses].map(String)).toEqual(listed("retry.statuses"));
});

test("the limits that a session fills in where it is made are those of the guide", () => {
  const files = globSync("**/*.ts", { cwd: sources }).map((file) => readFileSync(join(sources, file), "utf8"));
  const filled = (name: string): number => {
    const pattern = new RegExp(`\\b${name} \\?\\? ([\\d_]+)(?: \\* (\\d+))?`, "g");
    const found = files.flatMap((source) => [...source.matchAll(pattern)]);
    const values = found.map(([, digits = "", factor = "1"]) => Number(digits.replaceAll("_", "")) * Number(factor));
    return new Set(values).size === 1 ? (values[0] ?? NaN) : NaN;
  };
  for (const name of ["limit", "limitPerHost", "keepAlive", "maxHeaderSize", "grace"])
    expect([name, filled(name)]).toEqual([name, numberOf(name)]);
});

test("a session without options names itself, keeps cookies and goes by itself", async () => {
  const connector = new MockConnector(() => ClientResponse.of(200, { "set-cookie": "a=1" }));
  await using one = new ClientSession({ connector });
  await one.get("http://shop.example/");
  await one.get("http://shop.example/");
  expect(connector.requests[0]?.headers.get("user-agent")).toMatch(/^baedal\/\d/);
  expect(connector.requests[1]?.headers.get("cookie")).toBe("a=1");
});
