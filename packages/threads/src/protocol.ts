import type { MessagePort } from "node:worker_threads";
import type { Thrown } from "./thrown.ts";

/** What a thread is asked to do. */
export interface Work {
  readonly url: string;
  readonly name: string;
  readonly args: readonly unknown[];
  /** Where outcomes go; with the first job of a thread only. */
  readonly outcomes: MessagePort | undefined;
}

/** What came of it. */
export type Outcome =
  | { readonly kind: "returned"; readonly value: unknown }
  | { readonly kind: "threw"; readonly thrown: Thrown }
  /** The module could not be loaded. */
  | { readonly kind: "unloadable"; readonly thrown: Thrown }
  /** The module exports no such function, but these. */
  | { readonly kind: "unknown"; readonly functions: readonly string[] }
  /** The result cannot be cloned. */
  | { readonly kind: "uncloneable"; readonly thrown: Thrown };
