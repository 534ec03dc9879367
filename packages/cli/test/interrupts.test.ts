import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";

const interrupts = new URL("../dist/terminal/interrupts.js", import.meta.url).href;

/** Listens, with a thread in a query that takes minutes and hears nothing meanwhile. */
const busyProgram = `
  import { Worker } from "node:worker_threads";
  import { listenForInterrupts } from ${JSON.stringify(interrupts)};
  listenForInterrupts(() => console.log("cut"));
  const count = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 1e11) SELECT count(*) FROM c";
  new Worker(\`
    const { DatabaseSync } = require("node:sqlite");
    const query = new DatabaseSync(":memory:").prepare("\${count}");
    require("node:worker_threads").parentPort.postMessage("busy");
    query.get();
  \`, { eval: true, execArgv: [] }).on("message", () => console.log("busy"));
`;

describe("a second signal", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("ends a process whose thread sits in native code: %s, for a shell %d", async (signal, code) => {
    // `exec` would make the shell the program; with a command after it, the shell tells what it saw.
    const shell = spawn("sh", [
      "-c",
      '"$0" --input-type=module -e "$1" & echo "pid $!"; wait $!; echo "ended $?"',
      process.execPath,
      busyProgram,
    ]);
    let said = "";
    shell.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
    while (!said.includes("busy")) await once(shell.stdout, "data");
    const pid = Number(/pid (\d+)/.exec(said)?.[1]);
    const again = setInterval(() => process.kill(pid, signal), 100);
    while (!said.includes("cut")) await once(shell.stdout, "data");
    clearInterval(again); // the rest it does by itself
    await once(shell, "close");
    expect(said).toMatch(new RegExp(`ended ${code}\\n$`));
  });
});
