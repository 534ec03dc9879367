// Awaiting what is not awaitable. Python: TypeError: object NoneType can't be used in 'await' expression.
// In JavaScript `await` takes any value and hands it back, so the language is silent (oxlint is not).
// Baedal is not silent: what takes awaitables refuses anything else, first the compiler and then, untyped, at run time.
import { coroutine, gather, run } from "baedal";

const main = coroutine(async function main() {
  // oxlint-disable-next-line typescript/await-thenable
  const nothing: unknown = await console.log("hello world");
  console.log(nothing); // undefined: there was nothing to wait for

  // @ts-expect-error TS2769: Type 'void' is not assignable to type 'Gatherable<unknown>'
  await gather([console.log("hello world")]);
});

await run(main()); // TypeError: gather() cannot await element 0: undefined. …
