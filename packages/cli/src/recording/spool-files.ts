/**
 * What a recorded program leaves in a folder for the command that started it:
 *
 *     program.json      node, pid and the moment that 0 milliseconds stands for
 *     000000.events     records, oldest first; the next file begins where one is full
 *     000003.live       if the files before 3 were given up for space: a drop event, and the events that the tasks stand on
 *                       that were alive when file 3 began; one JSON object a line
 *     flush             while the command waits for all that has happened to be in the files
 */
import { join } from "node:path";

/** The file of what is known of the program. */
export function programFile(directory: string): string {
  return join(directory, "program.json");
}

/** The file of records with that number. */
export function eventsFile(directory: string, number: number): string {
  return join(directory, `${String(number).padStart(6, "0")}.events`);
}

/** What stands before the records of that number. */
export function liveFile(directory: string, number: number): string {
  return join(directory, `${String(number).padStart(6, "0")}.live`);
}

/** A file that the command makes, and that is gone once all that happened before is in the files of records. */
export function flushFile(directory: string): string {
  return join(directory, "flush");
}

/** The number of a file of records; undefined for another file. */
export function eventsNumber(name: string): number | undefined {
  return /^\d+\.events$/u.test(name) ? Number.parseInt(name, 10) : undefined;
}
