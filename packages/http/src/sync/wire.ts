import type { MessagePort } from "node:worker_threads";
import type { RequestSummary } from "../errors.ts";
import type { SchemaIssue } from "../standard-schema.ts";
import type { Timings } from "../timings.ts";

/** What the worker is told when it starts. */
export interface WorkerStart {
  /** Session options, as plain data. */
  readonly options: Readonly<Record<string, unknown>>;
  /** One Int32: see the constants below. */
  readonly bell: SharedArrayBuffer;
  /** Where questions come from and answers go. */
  readonly port: MessagePort;
}

/** No answer yet. */
export const SILENT = 0;
/** The answer lies in the port. */
export const ANSWERED = 1;
/** The worker is gone. */
export const GONE = 2;

/** What is asked of the worker, one at a time. */
export type WireRequest =
  | {
      readonly kind: "request";
      readonly method: string;
      readonly url: string;
      /** As `plainOptions` makes them. */
      readonly options: Readonly<Record<string, unknown>>;
      /** The jar as data, where it has changed on this side. */
      readonly cookies: object | undefined;
    }
  | { readonly kind: "close"; readonly grace: number };

/** What the worker answers. */
export type WireAnswer = {
  /** The jar as data, where it has changed over there. */
  readonly cookies: object | undefined;
} & (
  | { readonly kind: "response"; readonly response: WireResponse }
  | { readonly kind: "error"; readonly error: WireError }
  | { readonly kind: "closed" }
);

/** A response as data. */
export interface WireResponse {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly reason: string;
  readonly rawHeaders: ReadonlyArray<readonly [string, string]>;
  readonly httpVersion: string;
  readonly timings: Timings;
  readonly attempts: number;
  readonly history: readonly WireResponse[];
  readonly body: Uint8Array;
}

/** An error as data; its class goes by its name. */
export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly request: RequestSummary | undefined;
  readonly response: WireResponse | undefined;
  readonly kind: string | undefined;
  readonly phase: string | undefined;
  readonly issues: ReadonlyArray<SchemaIssue> | undefined;
  readonly stale: true | undefined;
  /** Name and message of the cause; the platform's errors lose their properties between threads. */
  readonly cause: { readonly name: string; readonly message: string; readonly code: string | undefined } | undefined;
}
