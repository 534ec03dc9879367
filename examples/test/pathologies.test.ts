import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { runExample } from "./run-example.ts";

const folder = fileURLToPath(new URL("..", import.meta.url));

/** What the tool says of each, whole. */
const said: Readonly<Record<string, string>> = {
  "deadlock-by-lock-order": `All tasks wait and nothing can wake them:
└─ main: waits for gather of 2, 0 done
   ├─ ann: waits for Lock.acquire of 'oven', held by bob
   └─ bob: waits for Lock.acquire of 'till', held by ann
Wait cycle: ann -> bob -> ann
`,
  "lost-wake-up": `All tasks wait and nothing can wake them:
└─ main: waits for task 'waiter'
   └─ waiter: waits for Condition.wait of 'bell'
`,
  "unbounded-gather": `unbounded-fan-out: 1,000 tasks 'fetchPage' of 'main' were started with no limit: 1,000 were under way at once.
Bound them with gather(…, { limit: 20 }), a Semaphore, or a Queue with a few workers.
`,
  "leaked-task": `├─ server: runs
└─ sendReceipt: waits for sleep 5000 ms
outlived-parent: Task 'sendReceipt' was still running when 'handleOrder', which had made it, was done; it was cancelled.
Await what you start, or start it in a taskGroup(), which lets nothing outlive it.
`,
  "swallowed-cancel": `something went wrong; trying again
swallowed-cancellation: Task 'poll' swallowed a cancellation: asked to stop, it finished as if nothing had been 3.00 s later.
Throw the CancelledError again after cleaning up: catch (error) { …; throw error }, or clean up in finally.
`,
  "slow-host": `└─ main: runs
   └─ menus: waits for gather of 3, 2 done
      └─ Task-4: waits for sleep 120000 ms, GET https://snail.example/menu
[ 200, 200, 200 ]
`,
};

/** Those whose words have places in them, tested below. */
const withPlaces = ["blocked-loop", "forgotten-await"];

function lineOf(file: string, text: string): number {
  const lines = readFileSync(`${folder}/${file}`, "utf8").split("\n");
  return lines.findIndex((line) => line.includes(text)) + 1;
}

describe("each pathology", () => {
  it("is in the README, and is tested", () => {
    const programs = globSync("*.ts", { cwd: `${folder}/pathologies` }).map((file) => file.replace(".ts", ""));
    const linked = readFileSync(`${folder}/README.md`, "utf8").matchAll(/\(pathologies\/([^)]+)\.ts\)/g);
    expect(new Set(Array.from(linked, ([, name]) => name))).toEqual(new Set(programs));
    expect(new Set([...Object.keys(said), ...withPlaces])).toEqual(new Set(programs));
  });

  it.each(Object.entries(said))("%s is told as it is", async (name, stdout) => {
    expect(await runExample(`pathologies/${name}.ts`)).toEqual({ code: 0, stdout, stderr: "" });
  });

  it("blocked-loop is told with function, place and task", async () => {
    const file = "pathologies/blocked-loop.ts";
    const { code, stdout } = await runExample(file);
    const [, culprit] = stdout.split("\n");
    const line = Number(/^blocked by longestChain of line (\d+), in task 'accountant'$/.exec(culprit ?? "")?.[1]);
    const first = lineOf(file, "function longestChain");
    expect(line).toBeGreaterThan(first);
    expect(line).toBeLessThan(lineOf(file, "return start;"));
    expect(code).toBe(0);
  }, 120_000);

  it("forgotten-await is told with the place of the coroutine", async () => {
    const file = "pathologies/forgotten-await.ts";
    const { code, stdout, stderr } = await runExample(file);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "delivered jjajangmyeon\n" });
    expect(stderr).toMatch(
      /RuntimeWarning: coroutine 'deliver' was never awaited \(wrapped at file:.*forgotten-await\.ts:/,
    );
    expect(stderr).toContain(`forgotten-await.ts:${lineOf(file, "coroutine(async")}:`);
  });
});
