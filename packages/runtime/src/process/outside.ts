import { AsyncLocalStorage } from "node:async_hooks";

/**
 * Calls a function outside every task and every AsyncLocalStorage store. A native timer or immediate carries the context
 * of the code that happened to set it; one that serves many tasks must carry none.
 */
export const outside: (call: () => void) => void = AsyncLocalStorage.snapshot();
