/**
 * The last step of `npm run build`: joins the modules of the runtime into one file, with a small one for each further
 * door. Loading seventy modules one by one takes three times as long as loading their code. The declarations are the
 * compiler's, and the source maps lead back to the sources.
 */
import { join } from "node:path";
import { rolldown } from "rolldown";
import { repository } from "./check/repository.ts";

const folder = join(repository, "packages/runtime");
const doors = ["index", "lowlevel", "testing", "trace"];

await using bundle = await rolldown({
  input: Object.fromEntries(doors.map((door) => [door, join(folder, `src/${door}.ts`)])),
  platform: "node",
});
await bundle.write({
  dir: join(folder, "dist"),
  sourcemap: true,
  comments: false,
  // What only tests need stays out of what every program loads.
  codeSplitting: { groups: [{ name: "baedal", test: /src[\\/](?!testing[\\/.])/ }] },
  chunkFileNames: "[name].js",
});
