// Three deliveries at once, and what the test asks for at the end.
import { gather, run, sleep } from "baedal";

const [, , ending, ...rest] = process.argv;

const endings: Readonly<Record<string, () => unknown>> = {
  return: () => {},
  "process.exit": () => process.exit(7),
  throw: () => {
    setImmediate(() => {
      throw new Error("the bicycle broke");
    });
  },
  await: async () => await new Promise(() => {}),
  abort: () => process.abort(),
  kill: () => process.kill(process.pid, "SIGTERM"),
  segfault: () => process.kill(process.pid, "SIGSEGV"),
  "at exit": () => {
    process.once("exit", () => void run(async () => await sleep(1), { name: "too late" }).catch(() => {}));
  },
  arguments: () => console.log(JSON.stringify([rest, process.execArgv, process.env["BAEDAL_RUN"] ?? null])),
  input: async () => {
    for await (const chunk of process.stdin) process.stdout.write(String(chunk).toUpperCase());
  },
  wait: async () => {
    console.log("ready");
    setInterval(() => {}, 1000);
    await new Promise(() => {});
  },
  "wait in a task": async () => {
    await run(async () => {
      console.log("ready");
      try {
        await sleep({ hours: 1 });
      } finally {
        console.log("cleaned up");
      }
    });
  },
};

await run(
  async () => {
    await gather(["A", "B", "C"].map((name) => async () => await sleep(5, `bowl of ${name}`)));
  },
  { name: "main" },
);
await endings[ending ?? "return"]?.();
