/** The program whose recording the pictures of `docs/see.md` show: a shop with a few things that go wrong. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CancelledError, createTask, gather, Lock, Queue, run, sleep, taskGroup } from "baedal";
import { ClientSession } from "@baedal/http";

const server = createServer(({ url = "" }, response) => {
  const slow = [90, 140, 60, 180, 110, 70][url.length % 6] ?? 90;
  setTimeout(() => response.end("x".repeat(60_000)), slow);
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const shop = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP

const dishes = new Queue<string>(2, { name: "dishes" });
const till = new Lock({ name: "till" });

async function cook(): Promise<void> {
  for (const dish of ["jajangmyeon", "jjamppong", "tangsuyuk", "mandu"]) {
    await sleep(70);
    await dishes.put(dish);
  }
}

async function courier(session: ClientSession): Promise<void> {
  for (let round = 0; round < 2; round++) {
    const dish = await dishes.get();
    using _ = await till.acquire();
    await session.post(`${shop}/delivered/${dish}`);
  }
}

function accounts(): void {
  const until = performance.now() + 80; // the loop bears it, just
  while (performance.now() < until) Math.sqrt(until);
}

async function radio(): Promise<void> {
  try {
    for (;;) await sleep(90);
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    await sleep(120); // one more song
  }
}

await run(
  async () => {
    await using session = new ClientSession({ limitPerHost: 4 });
    await taskGroup(async (group) => {
      const music = group.createTask(radio, { name: "radio" });
      group.createTask(cook, { name: "cook" });
      group.createTask(() => courier(session), { name: "courier Kim" });
      group.createTask(() => courier(session), { name: "courier Lee" });
      const menu = [1, 2, 3, 4, 5, 6, 7, 8].map((page) => () => session.get(`${shop}/menu/${"x".repeat(page)}`));
      group.createTask(() => gather(menu, { limit: 5 }).then(() => music.cancel("the menu is read")), { name: "menu" });
      group.createTask(() => sleep(380).then(accounts), { name: "accounts" });
    });
    createTask(() => sleep(5000), { name: "receipt printer" });
    await sleep(20);
  },
  { name: "main" },
);
server.close();
server.closeAllConnections();
