import { describe, expect, it } from "vitest";
import { baedal } from "./baedal-process.ts";

const commands = ["collect", "status", "export", "report", "get", "demo", "run", "ps", "top"];

describe("the command line", () => {
  it("shows its help on stderr and ends with 2 when nothing is asked", async () => {
    const { code, stdout, stderr } = await baedal([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    for (const command of commands) expect(stderr).toContain(`  ${command} `);
  });

  it("shows its help on stdout and ends with 0 when that is asked", async () => {
    const { code, stdout, stderr } = await baedal(["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("baedal collect -i urls.txt -o out");
  });

  it.each(commands)("has help for %s with its exit codes", async (command) => {
    const { code, stdout } = await baedal([command, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: baedal ${command} `));
    expect(stdout.split("\n").filter((line) => line.length > 100)).toEqual([]);
  });

  it("suggests the nearest command", async () => {
    const { code, stderr } = await baedal(["colect"]);
    expect(code).toBe(2);
    expect(stderr).toContain("unknown command 'colect'");
    expect(stderr).toContain("collect?");
  });

  it("suggests the nearest option", async () => {
    const { code, stderr } = await baedal(["collect", "--perhost", "3", "http://127.0.0.1/"]);
    expect(code).toBe(2);
    expect(stderr).toContain("--per-host");
    expect(stderr).toContain("baedal collect --help");
  });

  it("names the option whose value cannot be used", async () => {
    const { code, stderr } = await baedal(["get", "--timeout", "soon", "http://127.0.0.1/"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^baedal: --timeout must be a duration such as /);
  });

  it("has no help for a command that there is none of, and suggests the nearest", async () => {
    const { code, stdout, stderr } = await baedal(["help", "statos"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe("baedal: unknown command 'statos'\n  (Did you mean status?)\n  See baedal --help\n");
  });

  it.each([
    ["get", "--timeout"],
    ["collect", "--timeout"],
    ["collect", "--max-time"],
    ["collect", "--max-bytes"],
    ["ps", "--timeout"],
  ])("takes no 0 where nothing could come of it: %s %s", async (command, flag) => {
    const what = command === "ps" ? String(process.pid) : "http://127.0.0.1/";
    const { code, stderr } = await baedal([command, what, flag, "0"]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: `baedal: ${flag} must be more than 0, not "0"\n` });
  });

  it("tells its version", async () => {
    expect((await baedal(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    ["--version", false],
    ["ps", false],
    ["run", false],
    ["get", true],
  ])("loads the network for what needs it only: %s", async (typed, needsIt) => {
    const told = `import { registerHooks } from "node:module";
      const loaded = [];
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
      process.on("exit", () => console.error(loaded.join("\\n")));`;
    const preload = `--import=data:text/javascript,${encodeURIComponent(told)}`;
    const { stderr } = await baedal([typed, "--help"], { env: { NODE_OPTIONS: preload } });
    expect(stderr).toContain("/packages/cli/dist/main.js");
    expect(stderr.includes("/undici/")).toBe(needsIt);
  });
});
