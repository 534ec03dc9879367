import { formatCount } from "../../shape/format-number.ts";
import { foldName } from "../fold-name.ts";
import type { TaskRecord } from "../task-record.ts";

/** Tasks of one name, as the subject of a sentence: `Task 'fetch'`, or `990 tasks 'fetch …'`. */
export function namesOf(records: readonly TaskRecord[]): string {
  const [first] = records;
  if (first === undefined) return "Code outside tasks";
  if (records.length === 1) return `Task '${first.view.name}'`;
  const same = records.every(({ view }) => view.name === first.view.name);
  return `${formatCount(records.length)} tasks '${same ? first.view.name : foldName(first.view.name)}'`;
}

/** Sorts tasks into groups of one name, so that the same trouble is told once. */
export function byName(records: Iterable<TaskRecord>): TaskRecord[][] {
  return [...Map.groupBy(records, ({ view }) => foldName(view.name)).values()];
}
