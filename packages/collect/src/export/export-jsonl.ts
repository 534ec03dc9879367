import { recordOf, type RecordOptions } from "../records.ts";
import { StoreReader } from "../store/store-reader.ts";
import { checkedRows } from "./checked-rows.ts";

/** One JSON object a line, for each record in order of entry. */
export function* jsonLines(directory: string, options: RecordOptions = {}): Generator<string, void, undefined> {
  using store = new StoreReader(directory);
  for (const { row, body } of checkedRows(store, options.body === true))
    yield `${JSON.stringify(recordOf(row, body))}\n`;
}
