import type { StoreWriter } from "./store-writer.ts";

/** The methods of the writer that other threads may call. */
export type StoreMethod =
  | "begin"
  | "end"
  | "add"
  | "lease"
  | "complete"
  | "release"
  | "extend"
  | "statistics"
  | "close";

/** The one argument of a method; `undefined` where it takes none. */
export type StoreArgument<M extends StoreMethod> = Parameters<StoreWriter[M]>[0];

/** What a method returns. */
export type StoreValue<M extends StoreMethod> = ReturnType<StoreWriter[M]>;

/** From the caller to the thread. */
export interface StoreCall {
  readonly id: number;
  readonly method: StoreMethod | "open";
  readonly argument?: unknown;
}

/** From the thread to the caller: exactly one for each call, in the same order. */
export interface StoreReply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: {
    readonly name: string;
    readonly message: string;
    readonly stack: string | undefined;
    /** One of this package's errors: made again from its name. */
    readonly own: boolean;
    readonly pid: number | undefined;
  };
}
