import { compare, type Comparison } from "./compare.ts";
import { spawn } from "./runtime/spawn.ts";

const all: Readonly<Record<string, Comparison>> = { spawn };

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(all, name));
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(", ")}; there are ${Object.keys(all).join(", ")}`);
  process.exit(2);
}
let missed = 0;
for (const [name, comparison] of Object.entries(all)) {
  if (asked.length === 0 || asked.includes(name)) missed += await compare(comparison);
}
console.log(missed === 0 ? "\nAll goals met" : `\n${missed} goals missed`);
