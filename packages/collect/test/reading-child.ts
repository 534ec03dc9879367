import { readStatus, records } from "@baedal/collect";

// A process that may not write into a store: reads it, and prints the URLs of its records.
const [, , directory = "", warmUp = ""] = process.argv;

readStatus(warmUp); // everything is loaded before rights are given up
if (process.geteuid?.() === 0) process.seteuid?.(65_534); // root may write anywhere
const { done } = readStatus(directory);
for (const { url } of records(directory)) process.stdout.write(`${done} ${new URL(url).pathname}\n`);
