// As many tasks as the test asks for, one after another, beside one that lives all the while.
import { createTask, Event, run } from "baedal";

const count = Number(process.argv[2]);

await run(
  async () => {
    const done = new Event();
    const patient = createTask(async () => await done.wait(), { name: "patient" });
    for (let index = 0; index < count; index++) await createTask(async () => {}, { name: `quick ${index}` });
    console.log("done");
    done.set();
    await patient;
  },
  { name: "main" },
);
