// `await` outside a function. Python refuses it: SyntaxError: 'await' outside function.
// An ES module, such as this file, may await at its top level: the coroutine runs here, without `run`.
// What `run` would add: Ctrl-C that runs `finally` blocks, leftover tasks cancelled, deadlocks reported.
//
// The error exists all the same where it makes sense: in a function that is not async (TS1308), and in a CommonJS
// file (TS1309). Node refuses both with a SyntaxError. See wrong/await-in-function.ts.txt, wrong/await-in-commonjs.cts.txt.
import { coroutine } from "baedal";

const helloWorld = coroutine(async function helloWorld() {
  console.log("hello world");
});

await helloWorld(); // hello world
