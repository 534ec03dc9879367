// Takes the names from its threads, as an older Node has none for them, and goes on as kitchen-at-work.ts. Linux only.
import { readdirSync, writeFileSync } from "node:fs";

const threads = "/proc/self/task";
for (const thread of readdirSync(threads)) writeFileSync(`${threads}/${thread}/comm`, "node");

await import("./kitchen-at-work.ts");
