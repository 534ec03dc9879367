import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Interrupts } from "../terminal/interrupts.ts";
import { chooseView } from "./choose-view.ts";
import type { CollectRequest } from "./collect-request.ts";
import { runCollection } from "./run-collection.ts";

/** Collects everything with one request at a time into a store that is thrown away, and returns the milliseconds it took. */
export async function collectSequentially(request: CollectRequest, interrupts: Interrupts): Promise<number> {
  await using place = await mkdtempDisposable(join(tmpdir(), "baedal-sequential-"));
  const library = { ...request.library, directory: join(place.path, "store"), sequential: true };
  const view = chooseView("first, one request at a time", request);
  const { summary } = await runCollection({ ...request, library }, { view, interrupts });
  view.abandon();
  return summary.elapsed;
}
