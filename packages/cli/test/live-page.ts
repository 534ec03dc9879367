import type { LiveBatch, LiveEnd, LiveState } from "@baedal/inspect";
import { request as send, type IncomingHttpHeaders } from "node:http";

/** An event of the stream. */
export type Sent =
  | { readonly event: "state"; readonly data: LiveState }
  | { readonly event: "events"; readonly data: LiveBatch }
  | { readonly event: "end"; readonly data: LiveEnd };

/** What a live page answered. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface AskOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request, with headers that `fetch` does not let anybody set. */
export function ask(url: URL, { method = "GET", headers = {}, body = "" }: AskOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = send(url, { method, headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** Watches a program: the events of its stream as they come. */
export async function* watch(page: URL): AsyncGenerator<Sent> {
  const response = await fetch(new URL(`/events${page.search}`, page));
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const whole = text.split("\n\n");
    text = whole.pop() ?? "";
    for (const message of whole) yield parse(message);
  }
}

function parse(message: string): Sent {
  const [, event, data = ""] = /^event: (\w+)\ndata: (.*)$/su.exec(message) ?? [];
  return { event, data: JSON.parse(data) } as Sent; // the protocol says so
}
