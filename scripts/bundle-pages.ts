/**
 * A step of `npm run build`: makes one script of each page of `@baedal/inspect`, which carries it inline. What pages
 * take of the runtime is the reducer and nothing else, so that they and programs reduce alike.
 */
import { join } from "node:path";
import { rolldown } from "rolldown";
import { repository } from "./check/repository.ts";

const folder = join(repository, "packages/inspect");
const pages = { collection: "main", trace: "trace/report-main", live: "trace/live-main" };

for (const [name, source] of Object.entries(pages)) {
  await using bundle = await rolldown({
    input: join(folder, `src/page/${source}.ts`),
    platform: "browser",
    resolve: { alias: { "baedal/trace": join(repository, "packages/runtime/src/recording/reduce.ts") } },
  });
  await bundle.write({ file: join(folder, `dist/page/${name}.js`), format: "iife", minify: true });
}
