import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CollectRequest } from "./collect-request.ts";
import { runCollection, type Watching } from "./run-collection.ts";

/** Collects everything with one request at a time into a store that is thrown away, and returns the milliseconds it took. */
export async function collectSequentially(request: CollectRequest, watching: Watching): Promise<number> {
  await using place = await mkdtempDisposable(join(tmpdir(), "baedal-sequential-"));
  const library = { ...request.library, directory: join(place.path, "store"), sequential: true };
  const { summary } = await runCollection({ ...request, library }, watching);
  watching.view.abandon();
  return summary.elapsed;
}
