/**
 * A step of `npm run build`: joins the modules of the runtime into one file, with a small one for each further
 * door. Loading seventy modules one by one takes three times as long as loading their code. The declarations are the
 * compiler's, and the source maps lead back to the sources.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { repository } from "./check/repository.ts";

const folder = join(repository, "packages/runtime");
const doors = ["index", "lowlevel", "testing", "trace"];

await using bundle = await rolldown({
  input: Object.fromEntries(doors.map((door) => [door, join(folder, `src/${door}.ts`)])),
  platform: "node",
});
const { output } = await bundle.write({
  dir: join(folder, "dist"),
  sourcemap: true,
  comments: false,
  // What only tests and recordings need stays out of what every program loads.
  codeSplitting: { groups: [{ name: "baedal", test: /src[\\/](?!testing|recording)[^\\/]+[\\/]/ }] },
  chunkFileNames: "[name].js",
});

// V8 keeps a text with one character beyond Latin-1 in twice the memory, and takes 7 % longer to load it. All of them stand
// in strings and templates, where an escape means the same.
for (const { fileName } of output) {
  if (!fileName.endsWith(".js")) continue;
  const path = join(folder, "dist", fileName);
  await writeFile(path, (await readFile(path, "utf8")).replaceAll(/[^\0-\x7f]/g, escape));
}

function escape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
