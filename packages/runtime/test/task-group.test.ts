import {
  CancelledError,
  coroutine,
  createTask,
  currentTask,
  ExceptionGroup,
  Future,
  KeyboardInterrupt,
  now,
  run,
  RuntimeError,
  sleep,
  type Task,
  type TaskGroup,
  taskGroup,
  timeout,
  TimeoutError,
} from "baedal";
import { VirtualClock } from "baedal/testing";
import { describe, expect, test } from "vitest";

const forever = (): Future<never> => new Future<never>();
const virtually = <T>(body: () => Promise<T>): Promise<T> => run(body, { clock: new VirtualClock() });

const fail = async (message: string, after = 0): Promise<never> => {
  await sleep(after);
  throw new Error(message);
};

async function groupErrorOf(promise: Promise<unknown>): Promise<ExceptionGroup> {
  const error: unknown = await promise.catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ExceptionGroup);
  return error as ExceptionGroup;
}

const messages = (group: ExceptionGroup): string[] => group.errors.map((error) => (error as Error).message);

describe("taskGroup", () => {
  test("waits for all of its tasks and gives the body's result", async () => {
    const log: string[] = [];
    const result = await virtually(
      async () =>
        await taskGroup(async (group) => {
          group.createTask(async () => {
            await sleep(20);
            log.push("slow");
          });
          group.createTask(async () => void log.push("quick"));
          return "body";
        }),
    );
    expect(result).toBe("body");
    expect(log).toEqual(["quick", "slow"]);
  });

  test("cancels siblings and body on the first error and throws a group", async () => {
    await virtually(async () => {
      const log: string[] = [];
      const group = await groupErrorOf(
        taskGroup(async (tasks) => {
          tasks.createTask(() => fail("first", 10));
          tasks.createTask(async () => {
            try {
              await forever();
            } finally {
              log.push("sibling cancelled");
            }
          });
          try {
            await forever();
          } finally {
            log.push("body cancelled");
          }
        }),
      );
      expect(messages(group)).toEqual(["first"]);
      expect(log.toSorted()).toEqual(["body cancelled", "sibling cancelled"]);
      expect(currentTask()?.cancelling()).toBe(0);
      await sleep(1);
    });
  });

  test("collects errors in order of occurrence, the body's last", async () => {
    await virtually(async () => {
      const late = async (): Promise<void> => {
        try {
          await forever();
        } catch {
          await fail("late", 5);
        }
      };
      const group = await groupErrorOf(
        taskGroup(async (tasks) => {
          tasks.createTask(late);
          tasks.createTask(() => fail("first", 1));
          await forever().catch(() => {});
          throw new Error("body");
        }),
      );
      expect(messages(group)).toEqual(["first", "late", "body"]);
    });
  });

  test("throws a group for an error of the body alone, after cancelling the children", async () => {
    await virtually(async () => {
      const child = Promise.withResolvers<string>();
      const group = await groupErrorOf(
        taskGroup(async (tasks) => {
          tasks.createTask(async () => await forever().catch((error: unknown) => child.resolve((error as Error).name)));
          await sleep(1);
          throw new Error("body");
        }),
      );
      expect(messages(group)).toEqual(["body"]);
      expect(await child.promise).toBe("CancelledError");
    });
  });

  test("is not ended by a child that is cancelled by itself", async () => {
    const result = await virtually(
      async () =>
        await taskGroup(async (tasks) => {
          const child = tasks.createTask(forever);
          await sleep(1);
          child.cancel();
          await sleep(1);
          return "went on";
        }),
    );
    expect(result).toBe("went on");
  });

  test("passes a cancellation from outside on, after its children", async () => {
    await virtually(async () => {
      const log: string[] = [];
      const outer = createTask(async () => {
        await taskGroup(async (tasks) => {
          tasks.createTask(async () => {
            try {
              await forever();
            } finally {
              await sleep(5);
              log.push("child cleaned");
            }
          });
        });
      });
      await sleep(1);
      outer.cancel("outside");
      await expect(outer).rejects.toThrow(new CancelledError("outside"));
      expect(log).toEqual(["child cleaned"]);
    });
  });

  test("throws errors rather than a cancellation from outside, which is thrown at the next wait", async () => {
    await virtually(async () => {
      const log: string[] = [];
      const outer = createTask(async () => {
        try {
          await taskGroup(async (tasks) => {
            tasks.createTask(async () => {
              await forever().catch(() => {});
              throw new Error("while cleaning");
            });
            await forever();
          });
        } catch (error) {
          log.push((error as Error).name);
        }
        log.push(`cancelling ${currentTask()?.cancelling()}`);
        await sleep(1);
        log.push("never reached");
      });
      await sleep(1);
      outer.cancel("kept");
      await expect(outer).rejects.toThrow(new CancelledError("kept"));
      expect(log).toEqual(["ExceptionGroup", "cancelling 1"]);
    });
  });

  test("lets KeyboardInterrupt out bare", async () => {
    await virtually(async () => {
      const interrupted = taskGroup(async (tasks) => {
        tasks.createTask(() => fail("other", 0));
        tasks.createTask(async () => {
          throw new KeyboardInterrupt();
        });
        await forever();
      });
      await expect(interrupted).rejects.toThrow(KeyboardInterrupt);
    });
  });

  test("takes no task once it is being cancelled, and closes the coroutine", async () => {
    await virtually(async () => {
      const work = coroutine(async () => {});
      const refused: unknown[] = [];
      await groupErrorOf(
        taskGroup(async (tasks) => {
          tasks.createTask(() => fail("first"));
          await forever().catch(() => {});
          try {
            tasks.createTask(work());
          } catch (error) {
            refused.push(error);
          }
        }),
      );
      expect(refused[0]).toBeInstanceOf(RuntimeError);
      expect((refused[0] as Error).message).toMatch(/being cancelled/);
    });
  });

  test("takes no task once it has ended", async () => {
    await virtually(async () => {
      const groups: TaskGroup[] = [];
      await taskGroup((group) => void groups.push(group));
      expect(() => groups[0]?.createTask(async () => {})).toThrow(/has ended/);
    });
  });

  test("takes tasks while it only waits for others", async () => {
    const log: string[] = [];
    await virtually(
      async () =>
        await taskGroup((group) => {
          group.createTask(async () => {
            await sleep(5);
            group.createTask(async () => void log.push("grandchild"));
          });
        }),
    );
    expect(log).toEqual(["grandchild"]);
  });

  test("cancel() ends the group without a CancelledError", async () => {
    const log: string[] = [];
    const result = await virtually(async () => {
      await taskGroup(async (group) => {
        group.createTask(async () => {
          try {
            await forever();
          } finally {
            log.push("child cancelled");
          }
        });
        await sleep(1);
        group.cancel();
        await sleep(1000);
        log.push("never reached");
      });
      await sleep(1);
      return "after";
    });
    expect(result).toBe("after");
    expect(log).toEqual(["child cancelled"]);
  });

  test("cancels a child too that ends the group before it came to its first wait", async () => {
    await virtually(async () => {
      let child: Task<unknown> | undefined;
      await taskGroup(async (group) => {
        const options = { eager: true };
        child = group.createTask(async () => {
          group.cancel();
          await sleep(1000);
        }, options);
      });
      expect(child?.cancelled()).toBe(true);
      expect(now()).toBe(0);
    });
  });

  test("refuses a body that is no function, and says what it must be", async () => {
    await run(async () => {
      const work = coroutine(async () => 1)();
      for (const body of [undefined, work]) {
        await expect(taskGroup(body as never)).rejects.toThrow(/^taskGroup\(\) needs a function as its body/);
      }
      work.close();
    });
  });

  test("cancel() still lets errors throw", async () => {
    await virtually(async () => {
      const group = await groupErrorOf(
        taskGroup(async (tasks) => {
          tasks.createTask(async () => {
            await forever().catch(() => {});
            throw new Error("cleanup");
          });
          await sleep(1);
          tasks.cancel();
        }),
      );
      expect(messages(group)).toEqual(["cleanup"]);
    });
  });

  test("inside a timeout ends with TimeoutError", async () => {
    await virtually(async () => {
      const limited = timeout(10, async () => {
        await taskGroup(async (tasks) => {
          tasks.createTask(forever);
        });
      });
      await expect(limited).rejects.toThrow(TimeoutError);
    });
  });

  test("side by side in one task: the failure of one leaves the other alone", async () => {
    await virtually(async () => {
      const [bad, good] = await Promise.allSettled([
        taskGroup(async (tasks) => {
          tasks.createTask(() => fail("bad", 1));
          await forever();
        }),
        taskGroup(async (tasks) => {
          const task = tasks.createTask(() => sleep(5, "good"));
          return await task;
        }),
      ]);
      expect(bad.status).toBe("rejected");
      expect(good).toEqual({ status: "fulfilled", value: "good" });
    });
  });

  test("outside run makes a task of its own", async () => {
    expect(await taskGroup(async (group) => await group.createTask(async () => 5))).toBe(5);
  });

  test("nested: groups in groups", async () => {
    await virtually(async () => {
      const outer = await groupErrorOf(
        taskGroup(async (tasks) => {
          tasks.createTask(async () => {
            await taskGroup(async (inner) => {
              inner.createTask(() => fail("deep"));
            });
          });
          await forever();
        }),
      );
      expect((outer.errors[0] as ExceptionGroup).errors).toEqual([new Error("deep")]);
    });
  });
});

describe("A cancellation from outside, while errors of a group outrank it,", () => {
  const failing = async (): Promise<void> => {
    await taskGroup(async (group) => {
      group.createTask(async () => {
        try {
          await forever();
        } finally {
          await fail("boom", 50);
        }
      });
    }).catch(() => {});
  };
  const outlives = {
    "a timeout that expired meanwhile": () => timeout(10, failing),
    "a group that was cancelled meanwhile": () =>
      taskGroup(async (outer) => {
        outer.cancel();
        await failing();
      }),
  };

  for (const [name, body] of Object.entries(outlives)) {
    test(`is thrown at the next wait behind ${name}`, async () => {
      await virtually(async () => {
        const task = createTask(async () => {
          await body();
          await sleep(1000);
        });
        await sleep(20);
        task.cancel("stop");
        await expect(task).rejects.toThrow(CancelledError);
        expect(task.cancelled()).toBe(true);
        expect(now()).toBeLessThan(100);
      });
    });
  }
});

describe("ExceptionGroup", () => {
  const group = new ExceptionGroup("mixed", [
    new TypeError("t1"),
    new ExceptionGroup("inner", [new TypeError("t2"), new RangeError("r1")]),
    new RangeError("r2"),
  ]);

  test("splits by class or predicate, keeping the nesting", () => {
    const [types, rest] = group.split(TypeError);
    expect(types?.errors.length).toBe(2);
    expect((types?.errors[1] as ExceptionGroup | undefined)?.errors).toEqual([new TypeError("t2")]);
    expect(rest?.errors[1]).toEqual(new RangeError("r2"));
    expect(group.subgroup((error) => (error as Error).message === "r1")?.errors.length).toBe(1);
    expect([types?.message, group.subgroup(SyntaxError)?.message]).toEqual(["mixed (2 sub-exceptions)", undefined]);
    expect(group.split((error) => (error as Error).message === "t1").map((part) => part?.message)).toEqual([
      "mixed (1 sub-exception)",
      "mixed (2 sub-exceptions)",
    ]);
  });

  test("gives undefined for an empty part", () => {
    expect(group.split(SyntaxError)).toEqual([undefined, group]);
    expect(group.subgroup(SyntaxError)).toBeUndefined();
  });

  test("is an AggregateError with a code", () => {
    expect(group).toBeInstanceOf(AggregateError);
    expect(group.code).toBe("ERR_BAEDAL_EXCEPTION_GROUP");
    expect(group.message).toBe("mixed (3 sub-exceptions)");
  });
});
