import { ClientResponse } from "@baedal/http";
import { transfer } from "@baedal/threads";

import type { Page, PageHeaders } from "../page.ts";

/** A page as it goes to another thread: its body in memory of its own, which is moved. */
export interface SentPage extends Omit<Page, "bytes" | "text"> {
  readonly body: Uint8Array;
}

/** Takes apart what cannot go to another thread as it is. */
export async function sendPage(page: Page): Promise<SentPage> {
  const { url, finalUrl, status, headers, timings, depth, data, error, failed, attempts } = page;
  // The collector still has to store the body, so what is moved is a copy.
  const body = new Uint8Array(await page.bytes());
  return transfer({ url, finalUrl, status, headers, timings, depth, data, error, failed, attempts, body }, [body]);
}

/** Puts it together again. */
export function receivePage({ body, ...page }: SentPage): Page {
  return {
    ...page,
    bytes: async () => body,
    text: () => ClientResponse.of(page.status ?? 200, typeOf(page.headers), body).text(),
  };
}

/** The one header that text depends on. */
function typeOf(headers: PageHeaders | null): Record<string, string> {
  const type = headers?.["content-type"];
  const first = typeof type === "string" ? type : type?.[0];
  return first === undefined ? {} : { "content-type": first };
}
