// A coroutine that nobody awaits never runs. The lint rule `no-floating-promises` finds it before; at the end of the run
// Baedal warns with the place.
import { coroutine, run } from "baedal";

const deliver = coroutine(async function deliver(dish: string) {
  console.log(`delivered ${dish}`);
});

await run(async () => {
  await deliver("jjajangmyeon");
  // oxlint-disable-next-line typescript/no-floating-promises -- this is the mistake
  deliver("jjamppong");
});
