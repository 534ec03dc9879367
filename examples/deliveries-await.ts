// `await` alone makes nothing concurrent: each line calls a coroutine and waits for its end. Six seconds again.
import { coroutine, now, run, sleep } from "baedal";

const delivery = coroutine(async function delivery(name: string, mealtime: number) {
  console.log(`${name}에게 배달 완료!`);
  await sleep({ seconds: mealtime });
  console.log(`${name} 식사 완료, ${mealtime}시간 소요...`);
  console.log(`${name} 그릇 수거 완료`);
  return mealtime;
});

export const main = coroutine(async function main() {
  await delivery("A", 1);
  await delivery("B", 2);
  await delivery("C", 3);
});

if (import.meta.main) {
  const start = now();
  await run(main());
  const end = now();
  console.log((end - start) / 1000); // 6.0…
}
