import type { StandardSchema } from "./standard-schema.ts";
import type { Timings } from "./timings.ts";

/** A link of a `Link` header: its target, resolved, and its parameters such as `rel` and `title`. */
export interface Link {
  readonly url: string;
  readonly [parameter: string]: string;
}

/** What every response offers; `ClientResponse` is the class. Apart from it so that errors can carry one. */
export interface HttpResponse {
  readonly status: number;
  readonly reason: string;
  readonly ok: boolean;
  readonly url: string;
  readonly headers: Headers;
  readonly rawHeaders: ReadonlyArray<readonly [name: string, value: string]>;
  readonly cookies: Map<string, string>;
  readonly links: Record<string, Link>;
  readonly history: readonly HttpResponse[];
  readonly attempts: number;
  readonly httpVersion: string;
  readonly timings: Timings;
  text(encoding?: string): Promise<string>;
  json<T = unknown>(schema?: StandardSchema<T>): Promise<T>;
  bytes(): Promise<Uint8Array>;
}
