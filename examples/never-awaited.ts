// A coroutine that is called and never awaited: it does not run, and `run` says so when it ends.
//   Python: RuntimeWarning: coroutine 'hello_world' was never awaited
//   Baedal: RuntimeWarning: coroutine 'helloWorld' was never awaited (wrapped at … the line below)
import { coroutine, run } from "baedal";

const helloWorld = coroutine(async function helloWorld() {
  console.log("Hello World");
});

const main = coroutine(async function main() {
  // The compiler has no rule for this; oxlint and typescript-eslint do, which is why it is switched off here.
  // oxlint-disable-next-line typescript/no-floating-promises
  helloWorld();
});

await run(main());
