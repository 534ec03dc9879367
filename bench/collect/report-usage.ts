/** Preloaded into a measured program: writes what the process has used to the file that BENCH_USAGE names, when it ends. */
import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const file = process.env["BENCH_USAGE"];
if (isMainThread && file !== undefined) {
  process.on("exit", () => writeFileSync(file, JSON.stringify(process.resourceUsage())));
}
