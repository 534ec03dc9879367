import { parseTrace } from "@baedal/inspect";
import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, it } from "vitest";
import { baedal } from "./baedal-process.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

const deliveries = fileURLToPath(new URL("./programs/deliveries.ts", import.meta.url));

describe("baedal report FILE.ndjson", () => {
  let cwd: string;
  let file: string;
  beforeEach(async () => {
    cwd = temporaryDirectory();
    file = join(cwd, "out.ndjson");
    await baedal(["run", deliveries, "process.exit", "--trace", "out.ndjson"], { cwd });
  });

  it("makes the same of it as --trace would have", async () => {
    expect(await baedal(["report", "out.ndjson", "-o", "again.ndjson"], { cwd })).toMatchObject({ code: 0 });
    expect(readFileSync(join(cwd, "again.ndjson"), "utf8")).toBe(readFileSync(file, "utf8"));
    const { code, stderr } = await baedal(["report", "out.ndjson", "-o", "out.perfetto.json"], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "out.perfetto.json: open it in https://ui.perfetto.dev\n" });
    const made = JSON.parse(readFileSync(join(cwd, "out.perfetto.json"), "utf8")) as {
      traceEvents: { name: string }[];
      otherData: object;
    };
    expect(made.traceEvents.map(({ name }) => name)).toContain("waits for sleep 5 ms");
    expect(made.otherData).toMatchObject({ exitCode: 7, command: `${deliveries} process.exit` });
    await baedal(["report", "out.ndjson", "-o", "out.html"], { cwd });
    expect(readFileSync(join(cwd, "out.html"), "utf8")).toMatch(/^<!doctype html>/i);
  });

  it("shows what is left of one that was cut, and says that it was", async () => {
    truncateSync(file, readFileSync(file).length - 100);
    const { code, stderr } = await baedal(["report", "out.ndjson", "-o", "rest.ndjson"], { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain("out.ndjson: the recording was cut off");
    const { program, events } = await parseTrace(readFileSync(join(cwd, "rest.ndjson"), "utf8"));
    expect(program.cut).toBe(true);
    expect(events.length).toBeGreaterThan(5);
  });

  it.each([
    ["is no recording", "GET / HTTP/1.1\n", "notes.ndjson: Not a recording by baedal"],
    ["is empty", "", "notes.ndjson: Not a recording by baedal: it is empty"],
    [
      "comes from a newer version",
      '{"baedal":"trace","version":9,"writer":"3.1.4","program":{}}\n',
      "use baedal 3.1.4 to read it",
    ],
  ])("ends with 2 and writes nothing when the file %s", async (_, text, message) => {
    writeFileSync(join(cwd, "notes.ndjson"), text);
    const { code, stderr } = await baedal(["report", "notes.ndjson"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(readdirSync(cwd).toSorted()).toEqual(["notes.ndjson", "out.ndjson"]);
  });

  it("ends with 2 for an ending that it does not know", async () => {
    const { code, stderr } = await baedal(["report", "out.ndjson", "-o", "out.pdf"], { cwd });
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--output out.pdf: its ending"),
    });
  });
});
