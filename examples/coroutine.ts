// A coroutine stops in the middle, goes back to whoever runs it, and continues where it stopped.
// Calling it runs nothing: `run` does, as asyncio.run does in Python.
import { coroutine, run } from "baedal";

const helloWorld = coroutine(async function helloWorld() {
  console.log("hello world");
});

await run(helloWorld()); // hello world
