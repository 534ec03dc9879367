// One host of three answers late, and `gather` gives nothing before the last. The tree shows whom everybody waits for; a
// `timeout` for each request, or `asCompleted`, keeps the others from waiting along.
import { ClientResponse, ClientSession } from "@baedal/http";
import { MockConnector } from "@baedal/http/testing";
import { createTask, gather, run, sleep, taskTree } from "baedal";
import { VirtualClock } from "baedal/testing";

const network = new MockConnector(async ({ url }) => {
  await sleep(url.includes("snail") ? { minutes: 2 } : 40);
  return ClientResponse.of(200);
});

await run(
  async () => {
    await using session = new ClientSession({ connector: network });
    const fetchMenu = async (host: string): Promise<number> =>
      (await session.get(`https://${host}.example/menu`)).status;
    const fetching = createTask(
      async () => await gather(["fox", "snail", "hare"].map((host) => async () => await fetchMenu(host))),
      { name: "menus" },
    );
    await sleep({ seconds: 10 });
    console.log(taskTree());
    console.log(await fetching);
  },
  { name: "main", clock: new VirtualClock() },
);
