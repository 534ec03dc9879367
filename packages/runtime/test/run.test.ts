import {
  allTasks,
  CancelledError,
  coroutine,
  createTask,
  currentTask,
  DeadlockError,
  Future,
  run,
  RuntimeError,
  sleep,
} from "baedal";
import { onRunEnd } from "baedal/lowlevel";
import { describe, expect, test } from "vitest";
import { runProgram } from "./run-program.ts";

const forever = (): Future<never> => new Future<never>();

describe("run", () => {
  test("refuses what is not a coroutine or function", async () => {
    await expect(run(5 as never)).rejects.toThrow(TypeError);
    await expect(run(Promise.resolve(1) as never)).rejects.toThrow(/already runs/);
  });

  test("refuses to be nested and closes the coroutine", async () => {
    const warnings: unknown[] = [];
    const listener = (warning: Error): void => void warnings.push(warning);
    process.on("warning", listener);
    const inner = coroutine(async () => 1);
    await run(async () => {
      await expect(run(inner())).rejects.toThrow(RuntimeError);
    });
    await new Promise(setImmediate);
    process.off("warning", listener);
    expect(warnings).toEqual([]);
  });

  test("resolves with the result of main and passes its error on unchanged", async () => {
    expect(await run(async () => 5)).toBe(5);
    const error = new Error("mine");
    await expect(
      run(async () => {
        throw error;
      }),
    ).rejects.toBe(error);
  });

  test("cancels every task still alive and waits for their cleanup", async () => {
    const log: string[] = [];
    await run(async () => {
      createTask(async () => {
        try {
          await forever();
        } finally {
          await sleep(2);
          log.push("cleaned");
        }
      });
      await sleep(0);
    });
    expect(log).toEqual(["cleaned"]);
  });

  test("cancels tasks that the cleanup of others starts", async () => {
    const log: string[] = [];
    await run(async () => {
      createTask(async () => {
        try {
          await forever();
        } finally {
          createTask(async () => {
            try {
              await forever();
            } finally {
              log.push("grandchild cancelled");
            }
          });
          await sleep(1);
        }
      });
      await sleep(0);
    });
    expect(log).toEqual(["grandchild cancelled"]);
  });

  test("cancels the others when main fails", async () => {
    const log: string[] = [];
    const failed = run(async () => {
      createTask(async () => {
        try {
          await forever();
        } finally {
          log.push("cancelled");
        }
      });
      await sleep(0);
      throw new Error("main");
    });
    await expect(failed).rejects.toThrow("main");
    expect(log).toEqual(["cancelled"]);
  });

  test("reports errors of tasks that fail while they are cancelled", async () => {
    const reports: string[] = [];
    await run(
      async () => {
        createTask(
          async () => {
            await forever().catch(() => {});
            throw new Error("in cleanup");
          },
          { name: "courier" },
        );
        await sleep(0);
      },
      { onUnhandled: (error, task) => reports.push(`${task?.name}: ${(error as Error).message}`) },
    );
    expect(reports).toEqual(["courier: in cleanup"]);
  });

  test("two side by side know only their own tasks", async () => {
    const names = async (name: string): Promise<string[]> =>
      await run(
        async () => {
          createTask(() => sleep(60_000), { name: `${name}'s child` });
          await sleep(0);
          return [...allTasks()].map((task) => task.name);
        },
        { name },
      );
    expect(await Promise.all([names("A"), names("B")])).toEqual([
      ["A", "A's child"],
      ["B", "B's child"],
    ]);
  });

  test("a main task that cancels itself rejects with CancelledError", async () => {
    const cancelled = run(async () => {
      currentTask()?.cancel("own wish");
      await sleep(1);
    });
    await expect(cancelled).rejects.toThrow(new CancelledError("own wish"));
  });
});

describe("run's options", () => {
  test("are refused before anything has begun, and leave nothing behind", async () => {
    const before = process.listenerCount("SIGINT") + process.listenerCount("beforeExit");
    let ran = false;
    for (const options of [{ name: 5 }, { signal: 5 }, { clock: {} }, { onUnhandled: 5 }]) {
      await expect(run(async () => (ran = true), options as never)).rejects.toThrow(/of run\(\) must be/);
    }
    await sleep(0);
    expect(ran).toBe(false);
    expect(process.listenerCount("SIGINT") + process.listenerCount("beforeExit")).toBe(before);
  });

  test("of many runs side by side share one listener of the process", async () => {
    const warnings: unknown[] = [];
    const listener = (warning: Error): void => void warnings.push(warning);
    process.on("warning", listener);
    await Promise.all(Array.from({ length: 20 }, () => run(async () => await sleep(1))));
    await new Promise(setImmediate);
    process.off("warning", listener);
    expect(warnings).toEqual([]);
  });
});

describe("the context of a task that has ended", () => {
  test("still belongs to its run: what a timer starts there is cancelled when the run ends", async () => {
    const log: string[] = [];
    await run(
      async () => {
        await createTask(async () => {
          setTimeout(() => {
            createTask(
              async () => {
                try {
                  await forever();
                } finally {
                  log.push("cancelled");
                }
              },
              { name: "late" },
            );
          }, 1);
        });
        await sleep(10);
        log.push([...allTasks()].map(({ name }) => name).join());
      },
      { name: "main" },
    );
    expect(log).toEqual(["main,late", "cancelled"]);
  });
});

describe("The end of a run", () => {
  test("comes whatever those say who wanted to be called at it", async () => {
    const unseen: unknown[] = [];
    const called: string[] = [];
    const result = await run(
      async () => {
        onRunEnd(() => {
          throw new RangeError("ending");
        });
        onRunEnd(() => void called.push("second"));
        return "result";
      },
      { onUnhandled: (error) => unseen.push(error) },
    );
    expect([result, called, unseen]).toEqual(["result", ["second"], [new RangeError("ending")]]);
  });
});

describe("run with a signal", () => {
  test("cancels main and rejects with the reason when it is aborted", async () => {
    const controller = new AbortController();
    const log: string[] = [];
    const running = run(
      async () => {
        try {
          await forever();
        } finally {
          log.push("cleaned");
        }
      },
      { signal: controller.signal },
    );
    setImmediate(() => controller.abort(new Error("deploying")));
    await expect(running).rejects.toThrow("deploying");
    expect(log).toEqual(["cleaned"]);
  });

  test("that is aborted already never runs the body", async () => {
    let ran = false;
    const running = run(async () => (ran = true), { signal: AbortSignal.abort(new Error("before")) });
    await expect(running).rejects.toThrow("before");
    expect(ran).toBe(false);
  });
});

describe("run with nothing left to wake a task", () => {
  test("rejects with the task tree before Node would exit with 13", async () => {
    const program = runProgram(`
      import { createTask, Future, run } from "baedal";
      await run(async () => {
        const inner = createTask(async () => { try { await new Future(); } finally { console.log("cleaned"); } }, { name: "courier" });
        await inner;
      }, { name: "main" }).catch((error) => { console.log(error.code); console.log(error.message); process.exitCode = 3; });
    `);
    const { code, stdout, stderr } = await program.ending;
    expect(stderr).toBe("");
    expect(stdout).toContain("cleaned\nERR_BAEDAL_DEADLOCK\n");
    expect(stdout).toContain("└─ main: waits for task 'courier'\n   └─ courier: waits for a future");
    expect(code).toBe(3);
  });

  test("rejects before Node would exit silently with 0", async () => {
    const program = runProgram(`
      import { run } from "baedal";
      run(() => new Promise(() => {}), { name: "main" }).catch((error) => console.log(error.name, error.message));
    `);
    const { stdout } = await program.ending;
    expect(stdout).toMatch(/DeadlockError .*\n└─ main: .*a promise Baedal did not make/);
  });

  test("rejects also when main refuses its cancellation and returns", async () => {
    const program = runProgram(`
      import { Future, run } from "baedal";
      await run(async () => { await new Future().catch(() => {}); return "recovered"; })
        .then(console.log, (error) => console.log(error.name));
    `);
    expect((await program.ending).stdout).toBe("DeadlockError\n");
  });

  test("keeps the error of a main task that went on and failed", async () => {
    const program = runProgram(`
      import { Future, run, sleep } from "baedal";
      await run(async () => { await new Future().catch(() => {}); await sleep(5); throw new Error("real"); })
        .catch((error) => console.log(error.message));
    `);
    expect((await program.ending).stdout).toBe("real\n");
  });

  test("is a deadlock too when a leftover waits for a promise that nobody can settle", async () => {
    const program = runProgram(`
      import { createTask, run, sleep } from "baedal";
      const start = performance.now();
      await run(async () => { createTask(() => new Promise(() => {})); await sleep(1); })
        .catch((error) => console.log(error.name, performance.now() - start < 4000));
    `);
    expect((await program.ending).stdout).toBe("DeadlockError true\n");
  });

  test("leaves no deadline of an abandoned wait to hold the process", async () => {
    const program = runProgram(`
      import { run, sleep } from "baedal";
      const start = performance.now();
      process.on("exit", () => console.log(performance.now() - start < 30_000));
      await run(async () => await Promise.race([sleep(5), sleep(60_000)]));
    `);
    expect((await program.ending).stdout).toBe("true\n");
  });

  test("is not a deadlock while a deadline is ahead", async () => {
    const program = runProgram(`
      import { run, sleep } from "baedal";
      await run(async () => await sleep(50));
      console.log("slept");
    `);
    expect((await program.ending).stdout).toBe("slept\n");
  });

  test("is an error with a code of its own", () => {
    expect(new DeadlockError("x").code).toBe("ERR_BAEDAL_DEADLOCK");
  });
});

describe("run and signals", () => {
  const waiting = (extra = ""): string => `
    import { run, sleep } from "baedal";
    await run(async () => {
      try { console.log("ready"); await sleep(60_000); }
      finally { await sleep(5); console.log("cleaned"); ${extra} }
    });
  `;

  for (const [signal, exit] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    test(`the first ${signal} runs finally blocks and ends with ${exit} when unhandled`, async () => {
      const program = runProgram(waiting());
      await program.said("ready");
      program.child.kill(signal);
      const { code, stdout, stderr } = await program.ending;
      expect(stdout).toContain("cleaned");
      expect(stderr).toContain("KeyboardInterrupt");
      expect(code).toBe(exit);
    });
  }

  test("a KeyboardInterrupt that is handled leaves the exit code alone", async () => {
    const program = runProgram(`
      import { run, sleep, KeyboardInterrupt } from "baedal";
      try { await run(async () => { console.log("ready"); await sleep(60_000); }); }
      catch (error) { console.log(error instanceof KeyboardInterrupt, error.signal); }
    `);
    await program.said("ready");
    program.child.kill("SIGINT");
    const { code, stdout } = await program.ending;
    expect(stdout).toContain("true SIGINT");
    expect(code).toBe(0);
  });

  test("one that arrives while leftovers clean up ends the run with KeyboardInterrupt too", async () => {
    const program = runProgram(`
      import { createTask, Future, run, sleep } from "baedal";
      await run(async () => {
        createTask(async () => { try { await new Future(); } finally { console.log("cleaning"); await sleep(300); console.log("cleaned"); } });
        await sleep(0);
      });
    `);
    await program.said("cleaning");
    program.child.kill("SIGINT");
    const { code, stdout } = await program.ending;
    expect(stdout).toContain("cleaned");
    expect(code).toBe(130);
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    test(`a ${signal} that comes while the last stretch computes is not lost`, async () => {
      const program = runProgram(`
        import { run, sleep, sleepSync } from "baedal";
        await run(async () => { await sleep(1); console.log("computing"); sleepSync(500); return "result"; });
        console.log("went on");
      `);
      await program.said("computing");
      program.child.kill(signal);
      const { code, stdout, stderr } = await program.ending;
      expect(stdout).not.toContain("went on");
      expect(stderr).toContain("KeyboardInterrupt");
      expect(code).toBe(signal === "SIGINT" ? 130 : 143);
    });
  }

  test("the second one ends the process at once", async () => {
    const program = runProgram(waiting('console.log("stuck"); await sleep(60_000);'));
    await program.said("ready");
    program.child.kill("SIGINT");
    await program.said("stuck");
    program.child.kill("SIGINT");
    expect((await program.ending).code).toBe(130);
  });

  test("SIGQUIT prints the task tree on stderr and ends nothing", async () => {
    const program = runProgram(`
      import { createTask, run, sleep } from "baedal";
      await run(async () => {
        createTask(() => sleep(60_000), { name: "courier" });
        await sleep(0);
        console.log("ready");
        await sleep(60_000);
      }, { name: "main" }).catch(() => console.log("interrupted"));
    `);
    await program.said("ready");
    program.child.kill("SIGQUIT");
    await program.complained("courier: waits for sleep 60000 ms");
    program.child.kill("SIGINT");
    const { code, stdout, stderr } = await program.ending;
    expect(stderr).toContain("└─ main: waits for sleep 60000 ms");
    expect(stdout).toContain("interrupted");
    expect(code).toBe(0);
  });

  test("with handleSignals false leaves them to the program", async () => {
    const program = runProgram(`
      import { run, sleep } from "baedal";
      process.on("SIGINT", () => { console.log("own handler"); process.exit(7); });
      await run(async () => { console.log("ready"); await sleep(60_000); }, { handleSignals: false });
    `);
    await program.said("ready");
    program.child.kill("SIGINT");
    const { code, stdout } = await program.ending;
    expect(stdout).toContain("own handler");
    expect(code).toBe(7);
  });

  test("leaves no listener behind", async () => {
    const before =
      process.listenerCount("SIGINT") + process.listenerCount("SIGTERM") + process.listenerCount("beforeExit");
    await run(async () => {});
    const after =
      process.listenerCount("SIGINT") + process.listenerCount("SIGTERM") + process.listenerCount("beforeExit");
    expect(after).toBe(before);
  });
});

describe("run and process.exit()", () => {
  test("what nobody has seen is reported all the same", async () => {
    const program = runProgram(`
      import { coroutine, createTask, run, sleep } from "baedal";
      const forgotten = coroutine(async function forgotten() {});
      await run(async () => {
        createTask(async () => { throw new Error("unseen"); }, { name: "courier" });
        void forgotten();
        await sleep(1);
        process.exit(3);
      });
    `);
    const { code, stderr } = await program.ending;
    expect(code).toBe(3);
    expect(stderr).toContain("Task 'courier' failed and nobody awaited it: Error: unseen");
    expect(stderr).toContain("RuntimeWarning: coroutine 'forgotten' was never awaited");
  });
});

describe("outside run", () => {
  test("a coroutine that is never awaited is reported before the process exits", async () => {
    const program = runProgram(`
      import { coroutine } from "baedal";
      const hello = coroutine(async function hello() { console.log("hello"); });
      hello();
    `);
    const { code, stdout, stderr } = await program.ending;
    expect(stdout).toBe("");
    expect(stderr).toMatch(/RuntimeWarning: coroutine 'hello' was never awaited/);
    expect(code).toBe(0);
  });

  test("an error that nobody awaits is reported when the process exits", async () => {
    const program = runProgram(`
      import { createTask } from "baedal";
      createTask(async () => { throw new Error("lost"); }, { name: "courier" });
    `);
    const { stderr } = await program.ending;
    expect(stderr).toMatch(/Task 'courier' failed and nobody awaited it.*lost/s);
  });
});
