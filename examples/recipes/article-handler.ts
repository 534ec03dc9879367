/** Used by `custom-handler.ts`: what to keep of a page, and what to collect next. */
import type { HandlerResult, Page } from "@baedal/collect";

export async function handle(page: Page): Promise<HandlerResult> {
  const html = await page.text();
  const words = html.replaceAll(/<[^>]*>/g, " ").match(/\p{L}+/gu) ?? [];
  const next = /<a rel="next" href="([^"]+)"/.exec(html)?.[1];
  return {
    data: { title: /<title>([^<]*)/.exec(html)?.[1] ?? null, words: words.length },
    urls: next === undefined ? [] : [new URL(next, page.finalUrl ?? page.url).href],
  };
}
