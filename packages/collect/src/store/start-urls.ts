import { NoStoreError } from "../errors.ts";
import { StoreReader } from "./store-reader.ts";

/** The URLs in a store that were given by hand, in earlier runs too; none when there is no store yet. */
export function* startUrls(directory: string): Generator<string, void, undefined> {
  try {
    using store = new StoreReader(directory);
    yield* store.starts();
  } catch (error) {
    if (!(error instanceof NoStoreError)) throw error;
  }
}
