import { parentPort, workerData } from "node:worker_threads";

import { CollectError } from "../errors.ts";
import type { StoreCall, StoreReply } from "./store-protocol.ts";
import { StoreWriter } from "./store-writer.ts";

/** The thread that writes to a store: takes calls one by one, in order, and answers each. */
let writer: StoreWriter | undefined;

parentPort?.on("message", (call: StoreCall) => {
  parentPort?.postMessage(answer(call));
});

function answer(call: StoreCall): StoreReply {
  try {
    return { id: call.id, value: perform(call) };
  } catch (error) {
    return { id: call.id, error: portable(error) };
  }
}

function perform(call: StoreCall): unknown {
  if (call.method === "open") {
    writer = new StoreWriter(String(workerData));
    return undefined;
  }
  if (writer === undefined) throw new Error("The store is not open");
  // The protocol's types tie each method to its argument; the union does not survive the indexed call.
  const method = writer[call.method] as (argument: unknown) => unknown;
  return method.call(writer, call.argument);
}

/** Errors lose their class and fields on the way between threads; these are enough to make them again. */
function portable(error: unknown): NonNullable<StoreReply["error"]> {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const pid = (error as { pid?: unknown }).pid;
  return { name, message, stack, own: error instanceof CollectError, pid: typeof pid === "number" ? pid : undefined };
}
