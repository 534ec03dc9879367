// A task is scheduled when it is created, so all three are on their way before the first `await`. Three seconds.
import { coroutine, createTask, now, run, sleep } from "baedal";

const delivery = coroutine(async function delivery(name: string, mealtime: number) {
  console.log(`${name}에게 배달 완료!`);
  await sleep({ seconds: mealtime });
  console.log(`${name} 식사 완료, ${mealtime}시간 소요...`);
  console.log(`${name} 그릇 수거 완료`);
  return mealtime;
});

export const main = coroutine(async function main() {
  const task1 = createTask(delivery("A", 1));
  const task2 = createTask(delivery("B", 2));
  const task3 = createTask(delivery("C", 3));
  await task1;
  await task2;
  await task3;
});

if (import.meta.main) {
  const start = now();
  await run(main());
  const end = now();
  console.log((end - start) / 1000); // 3.0…
}
