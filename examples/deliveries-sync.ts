// Synchronous: B waits until A has eaten, C until B has. The thread does nothing but wait.
import { now, sleepSync } from "baedal";

function delivery(name: string, mealtime: number): void {
  console.log(`${name}에게 배달 완료!`);
  sleepSync({ seconds: mealtime }); // blocks everything, like Python's time.sleep
  console.log(`${name} 식사 완료, ${mealtime}시간 소요...`);
  console.log(`${name} 그릇 수거 완료`);
}

export function main(): void {
  delivery("A", 1);
  delivery("B", 2);
  delivery("C", 3);
}

if (import.meta.main) {
  const start = now();
  console.log(main()); // undefined, which Python calls None
  const end = now();
  console.log((end - start) / 1000); // 6.0…: now() counts milliseconds
}
