/**
 * What a command line about collections needs before it collects: without the network, the store and the threads that
 * the main door brings along.
 */
export { writeFailure } from "./export/write-failure.ts";
export { writeWholeFile } from "./export/whole-file.ts";
export { nearestName } from "./nearest-name.ts";
export { parseDuration, parseRate, parseSize } from "./parse-quantity.ts";
