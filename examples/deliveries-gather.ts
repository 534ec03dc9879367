// Asynchronous: deliver to A, B and C at once, and collect each bowl when its owner has eaten.
import { coroutine, gather, now, run, sleep } from "baedal";

const delivery = coroutine(async function delivery(name: string, mealtime: number) {
  console.log(`${name}에게 배달 완료!`);
  await sleep({ seconds: mealtime });
  console.log(`${name} 식사 완료, ${mealtime}시간 소요...`);
  console.log(`${name} 그릇 수거 완료`);
  return mealtime;
});

export const main = coroutine(async function main() {
  const result = await gather([delivery("A", 1), delivery("B", 2), delivery("C", 3)]);
  console.log(`[${result.join(", ")}]`); // in the order given, whoever finishes first
});

if (import.meta.main) {
  const start = now();
  await run(main());
  const end = now();
  console.log((end - start) / 1000); // 3.0…
}
