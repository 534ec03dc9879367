import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { baedal } from "./baedal-process.ts";
import { freePort, startProgram } from "./running-program.ts";

const kitchen = new URL("./programs/kitchen-at-work.ts", import.meta.url);

const tree = `└─ kitchen: waits for sleep 600000 ms
   ├─ first cook: waits for sleep 600000 ms
   └─ second cook: waits for Lock.acquire of 'stove', held by first cook
`;

/** Whether something listens there. */
async function isOpen(port: number): Promise<boolean> {
  return await fetch(`http://127.0.0.1:${port}/json/version`).then(
    () => true,
    () => false,
  );
}

/** Resolves once nothing listens there any more. */
async function closing(port: number): Promise<void> {
  while (await isOpen(port)) await delay(20);
}

test("ps prints the tree of a program that prepared nothing, and closes what it opened, time and again", async () => {
  await using program = await startProgram(kitchen);
  for (let time = 0; time < 2; time++) {
    const { code, stdout, stderr } = await baedal(["ps", String(program.pid)]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: tree });
    expect(stderr).toContain('prints "Debugger listening" there');
    await closing(program.port);
  }
  expect(program.written().match(/Debugger listening/g)?.length).toBe(2);
  expect(program.child.exitCode).toBe(null);
});

test("ps uses an inspector that is open already, and leaves it open", async () => {
  await using program = await startProgram(kitchen, [], ["--inspect"]);
  const { code, stdout, stderr } = await baedal(["ps", String(program.pid)]);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: tree, stderr: "" });
  expect(await isOpen(program.port)).toBe(true);
});

test("ps --json gives the tasks as data", async () => {
  await using program = await startProgram(kitchen);
  const { stdout } = await baedal(["ps", "--json", String(program.pid)]);
  expect(JSON.parse(stdout)).toMatchObject({
    pid: program.pid,
    runs: [
      [
        { name: "kitchen", parent: 0, state: "waiting", waits: ["sleep 600000 ms"] },
        { name: "first cook" },
        { name: "second cook", waits: ["Lock.acquire of 'stove', held by first cook"], cancels: 0 },
      ],
    ],
  });
});

test("ps shows which task computes while it computes", async () => {
  await using program = await startProgram(kitchen, ["spin"]);
  const { code, stdout } = await baedal(["ps", "--timeout", "60", String(program.pid)]);
  expect(stdout).toContain("└─ spin: runs");
  expect(code).toBe(0);
});

test("ps says that a native call blocks the program rather than hang", async () => {
  await using program = await startProgram(kitchen, ["freeze"]);
  const { code, stderr } = await baedal(["ps", "--timeout", "500ms", String(program.pid)]);
  expect(stderr).toMatch(/has not answered for 0\.5 s: a native call blocks it/);
  expect(code).toBe(1);
}, 60_000); // the call itself takes a processor

test("ps says so when a blocked program's inspector is open", async () => {
  await using program = await startProgram(kitchen, ["read"], ["--inspect"]);
  const { code, stderr } = await baedal(["ps", "--timeout", "500ms", String(program.pid)]);
  expect(stderr).toContain("a native call blocks it");
  expect(code).toBe(1);
});

test("ps refuses a program that handles SIGUSR1 itself", async () => {
  await using program = await startProgram(kitchen, ["signal"]);
  const { code, stderr } = await baedal(["ps", String(program.pid)]);
  expect(stderr).toContain(
    `Process ${program.pid} has not opened its inspector, though its loop is idle: it handles SIGUSR1 itself`,
  );
  expect(code).toBe(1);
});

test("ps does not send the signal to a Node that it would end", async () => {
  await using program = await startProgram(kitchen, [], ["--disable-sigusr1"]);
  const { code, stderr } = await baedal(["ps", String(program.pid)]);
  expect(stderr).toContain("started with --disable-sigusr1");
  expect(code).toBe(1);
  expect(program.child.signalCode).toBe(null);
});

test.runIf(process.platform === "linux")(
  "ps asks a Node whose threads have no names, as those of older Nodes",
  async () => {
    await using program = await startProgram(new URL("./programs/nameless-threads.ts", import.meta.url));
    const { code, stdout } = await baedal(["ps", String(program.pid)]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: tree });
  },
);

test("ps says which process holds the port of the inspector", async () => {
  const port = await freePort();
  await using holder = await startProgram(kitchen, [], ["--inspect"], port);
  await using program = await startProgram(kitchen, [], [], port);
  const { code, stderr } = await baedal(["ps", String(program.pid)]);
  expect(stderr).toContain(
    `Port ${port}, on which process ${program.pid} would open its inspector, is held by process ${holder.pid}`,
  );
  expect(code).toBe(1);
});

test("ps asks nothing of a server on that port that is no inspector", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { readonly port: number };
  await using program = await startProgram(kitchen, [], [], port);
  const { code, stderr } = await baedal(["ps", String(program.pid)]);
  expect(stderr).toMatch(new RegExp(`Port ${port}, .* is held by (process ${process.pid}|another program)`));
  expect(code).toBe(1);
  server.close();
});

test("ps tells a program without baedal, one that is no Node, and none at all apart", async () => {
  await using other = await startProgram(new URL("./programs/no-baedal.ts", import.meta.url));
  const sleeping = spawn("sleep", ["600"]);
  await once(sleeping, "spawn");
  try {
    const answers = await Promise.all([other.pid, sleeping.pid, 2 ** 22 + 1].map((pid) => baedal(["ps", String(pid)])));
    expect(answers.map(({ code }) => code)).toEqual([2, 2, 2]);
    expect(answers[0]?.stderr).toContain("has not imported baedal");
    expect(answers[1]?.stderr).toContain("is no Node program: it is sleep");
    expect(answers[2]?.stderr).toContain("There is no process");
    expect(sleeping.signalCode).toBe(null);
  } finally {
    sleeping.kill();
  }
});

test("ps says that a process belongs to another user", async () => {
  await using program = await startProgram(kitchen);
  const { code, stderr } = await baedal(["ps", String(process.getuid?.() === 0 ? program.pid : 1)], {
    unprivileged: true,
  });
  expect(stderr).toContain("belongs to another user");
  expect(code).toBe(1);
});

test("ps refuses what is no process number", async () => {
  for (const typed of ["kitchen", "-4"]) {
    const { code } = await baedal(["ps", "--", typed]);
    expect({ typed, code }).toEqual({ typed, code: 2 });
  }
});
