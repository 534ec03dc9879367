// I/O-bound: how long this takes is up to whoever types the number. Type 15 after 100 seconds, and 115 comes then.
import { createInterface } from "node:readline/promises";
import { cancellable, coroutine, run } from "baedal";

const ioBound = coroutine(async function ioBound() {
  using terminal = createInterface({ input: process.stdin });
  const line = await cancellable(terminal.question("")); // Ctrl-C ends the wait
  const number = Number(line);
  if (line.trim() === "" || Number.isNaN(number)) throw new RangeError(`Cannot add 100 to "${line}"; type a number`);
  return number + 100;
});

console.log(await run(ioBound()));
