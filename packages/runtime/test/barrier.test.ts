import { Barrier, BrokenBarrierError, CancelledError, createTask, gather, run, RuntimeError, sleep } from "baedal";
import { explore } from "baedal/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { schedules } from "./schedules.ts";

describe("A Barrier", () => {
  test("refuses a number of parties that never comes", () => {
    for (const parties of [0, -1, 1.5, Infinity]) expect(() => new Barrier(parties)).toThrow(RangeError);
    expect(() => new Barrier(undefined as never)).toThrow(TypeError);
  });

  test("holds tasks until the last has come; each gets its place in the order of coming", async () => {
    await run(async () => {
      const barrier = new Barrier(3, { name: "table" });
      const first = createTask(() => barrier.wait());
      const second = createTask(() => barrier.wait());
      await sleep(0);
      expect(first.waitingOn).toBe("Barrier.wait of 'table'");
      expect([barrier.parties, barrier.nWaiting, barrier.broken]).toEqual([3, 2, false]);
      expect(barrier.statistics()).toEqual({ parties: 3, tasksWaiting: 2, broken: false });
      const last = barrier.wait();
      expect(last.done()).toBe(true);
      expect(await gather([first, second, last])).toEqual([0, 1, 2]);
      expect(barrier.nWaiting).toBe(0);
    });
  });

  test("holds up nobody when it is for one", async () => {
    const barrier = new Barrier(1);
    expect(await barrier.wait()).toBe(0);
    expect(await barrier.wait()).toBe(0);
  });

  test("lets the last go on first, then the others in order, as in asyncio", async () => {
    await run(async () => {
      const barrier = new Barrier(3);
      const log: number[] = [];
      const guest = async (): Promise<void> => void log.push(await barrier.wait());
      await gather([guest, guest, guest]);
      expect(log).toEqual([2, 0, 1]);
    });
  });

  test("begins the next round at once", async () => {
    await run(async () => {
      const barrier = new Barrier(2);
      const rounds = async (): Promise<number[]> => [await barrier.wait(), await barrier.wait(), await barrier.wait()];
      const places = await gather([rounds, rounds]);
      for (const round of [0, 1, 2]) expect(new Set(places.map((mine) => mine[round]))).toEqual(new Set([0, 1]));
    });
  });

  test("gives distinct places also after a waiter was cancelled", async () => {
    await run(async () => {
      const barrier = new Barrier(3);
      const [first, second] = [createTask(() => barrier.wait()), createTask(() => barrier.wait())];
      await sleep(0);
      first.cancel();
      await expect(first).rejects.toThrow(CancelledError);
      expect([barrier.nWaiting, barrier.broken]).toEqual([1, false]);
      const third = createTask(() => barrier.wait());
      await sleep(0);
      expect(second.done()).toBe(false);
      expect(await gather([second, third, barrier.wait()])).toEqual([0, 1, 2]);
    });
  });

  test("keeps its round when one of it is cancelled in the turn in which it is complete", async () => {
    await run(async () => {
      const barrier = new Barrier(3);
      const [first, second] = [createTask(() => barrier.wait()), createTask(() => barrier.wait())];
      await sleep(0);
      const last = barrier.wait();
      first.cancel();
      expect(await gather([first, second, last], { returnExceptions: true })).toEqual([new CancelledError(), 1, 2]);
      expect(barrier.nWaiting).toBe(0);
    });
  });

  test("cannot be waited at in another run while tasks wait", async () => {
    const barrier = new Barrier(2);
    const wait = barrier.wait();
    await expect(run(() => barrier.wait())).rejects.toThrow(RuntimeError);
    expect(await gather([wait, barrier.wait()])).toEqual([0, 1]);
  });
});

describe("A Barrier that is aborted or reset", () => {
  test("turns away who waits and who comes, when it is aborted, until it is reset", async () => {
    await run(async () => {
      const barrier = new Barrier(3, { name: "table" });
      const tasks = [createTask(() => barrier.wait()), createTask(() => barrier.wait())];
      await sleep(0);
      barrier.abort();
      expect([barrier.broken, barrier.nWaiting]).toEqual([true, 0]);
      for (const task of tasks) {
        await expect(task).rejects.toThrow(new BrokenBarrierError("Barrier 'table' was aborted while tasks waited"));
      }
      await expect(barrier.wait()).rejects.toThrow("was aborted; call reset() to use it again");
      barrier.reset();
      expect(barrier.broken).toBe(false);
      expect(await gather([() => barrier.wait(), () => barrier.wait(), () => barrier.wait()])).toEqual([0, 1, 2]);
    });
  });

  test("turns away who waits, but not who comes, when it is reset", async () => {
    await run(async () => {
      const barrier = new Barrier(2);
      const task = createTask(() => barrier.wait());
      await sleep(0);
      barrier.reset();
      const next = createTask(() => barrier.wait());
      await expect(task).rejects.toThrow(BrokenBarrierError);
      expect(barrier.broken).toBe(false);
      expect(await gather([next, barrier.wait()])).toEqual([0, 1]);
    });
  });

  test("changes nothing for those of a complete round that have gone on", async () => {
    await run(async () => {
      const barrier = new Barrier(2);
      const first = createTask(() => barrier.wait());
      await sleep(0);
      const last = barrier.wait();
      await sleep(0);
      barrier.abort();
      expect(await gather([first, last])).toEqual([0, 1]);
    });
  });

  test("turns away those of a complete round that have not gone on yet, as in asyncio", async () => {
    for (const end of ["abort", "reset"] as const) {
      await run(async () => {
        const barrier = new Barrier(3);
        const waiting = [createTask(() => barrier.wait()), createTask(() => barrier.wait())];
        await sleep(0);
        expect(await barrier.wait()).toBe(2);
        barrier[end]();
        for (const task of waiting) await expect(task).rejects.toThrow(BrokenBarrierError);
        expect(barrier.broken).toBe(end === "abort");
      });
    }
  });

  test("does not turn away whom its task cancels in the same turn: that stays cancelled", async () => {
    await run(async () => {
      const barrier = new Barrier(2);
      const task = createTask(() => barrier.wait());
      await sleep(0);
      barrier.abort();
      task.cancel();
      await expect(task).rejects.toThrow(CancelledError);
    });
  });
});

describe("A Barrier under random schedules", () => {
  test("gives each complete round the places from 0 up, whoever is cancelled", async () => {
    const step = fc.tuple(fc.constantFrom("wait", "wait", "cancel"), fc.nat(9));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 40 }), async (parties, steps) => {
        await run(async () => {
          const barrier = new Barrier(parties);
          let filling: ReturnType<Barrier["wait"]>[] = [];
          for (const [action, choice] of steps) {
            if (action === "wait") filling.push(barrier.wait());
            else if (filling.length > 0) filling.splice(choice % filling.length, 1)[0]?.cancel();
            expect(barrier.nWaiting).toBe(filling.length % parties);
            if (filling.length < parties) continue;
            expect(await gather(filling)).toEqual(filling.map((_, place) => place));
            filling = [];
          }
          for (const wait of filling) wait.cancel();
          expect(barrier.nWaiting).toBe(0);
        });
      }),
      { numRuns: 300 },
    );
  });

  test("survives explored schedules with cancellations", async () => {
    const { runs } = await explore(
      async () => {
        const barrier = new Barrier(2);
        const guests = [0, 1, 2, 3].map(() => createTask(() => barrier.wait()));
        await sleep(0);
        guests[0]?.cancel();
        await gather(guests.slice(0, 1), { returnExceptions: true });
        await sleep(0);
        const late = barrier.nWaiting === 1 ? [createTask(() => barrier.wait())] : [];
        const places = await gather([...guests, ...late], { returnExceptions: true });
        const firsts = places.filter((place) => place === 0).length;
        const seconds = places.filter((place) => place === 1).length;
        // The cancelled one may have been the other half of a complete round.
        if (Math.abs(firsts - seconds) > 1 || firsts + seconds < 3) throw new Error(`rounds: ${String(places)}`);
      },
      { runs: schedules },
    );
    expect(runs).toBe(schedules);
  });
});
