import { type Found, foundBy } from "./handler-result.ts";
import { importHandler } from "./import-handler.ts";
import { receivePage, type SentPage } from "./sent-page.ts";

/** Runs in a thread: calls the handler of the module at `path` with a page. The module is loaded once a thread. */
export async function handlePage(path: string, page: SentPage): Promise<Found> {
  const handle = await importHandler(path);
  return foundBy(await handle(receivePage(page)));
}
