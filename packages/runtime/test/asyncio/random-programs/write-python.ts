import { writeFileSync } from "node:fs";
import { asPython } from "./as-python.ts";
import { generate } from "./generate.ts";
import { seeds } from "./seeds.ts";

// Writes the random programs where record.py finds them:
//
//     node random-programs/write-python.ts && python3.14 programs/record.py random_programs && rm programs/random_programs.py
const programs = seeds.map((seed) => asPython(generate(seed), `program_${seed}`));
writeFileSync(
  new URL("../programs/random_programs.py", import.meta.url),
  ["from program import *", ...programs].join("\n\n\n"),
);
