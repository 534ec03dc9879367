/** The last step of `npm run build`: lays the LICENSE into every package, as npm packs only one in the package's own folder. */
import { copyFileSync, globSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./check/repository.ts";

for (const manifest of globSync(join(repository, "packages/*/package.json"))) {
  copyFileSync(join(repository, "LICENSE"), join(manifest, "../LICENSE"));
}
