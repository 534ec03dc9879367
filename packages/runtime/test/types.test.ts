import {
  type Awaitable,
  asCompleted,
  Barrier,
  BoundedSemaphore,
  type CancelledError,
  cancellable,
  CapacityLimiter,
  Condition,
  Coroutine,
  coroutine,
  createTask,
  currentTask,
  type Duration,
  ensureFuture,
  Event,
  ExceptionGroup,
  Future,
  gather,
  LifoQueue,
  Lock,
  PriorityQueue,
  Queue,
  race,
  run,
  type Runnable,
  Semaphore,
  shield,
  signal,
  sleep,
  Task,
  type TaskGroup,
  taskGroup,
  timeout,
  timeoutAt,
  type TimeoutHandle,
  wait,
  waitFor,
} from "baedal";
import { explore, VirtualClock, waitUntilIdle } from "baedal/testing";
import { record } from "baedal/trace";
import { expect, expectTypeOf, test } from "vitest";

// The functions below are never called: only the compiler looks at them.

const deliver = coroutine(async (place: string, bowls?: number) => ({ place, bowls: bowls ?? 1 }));

function coroutines(): void {
  expectTypeOf(deliver).toEqualTypeOf<(place: string, bowls?: number) => Coroutine<{ place: string; bowls: number }>>();
  // Of a function that is not async, and of one that gives a promise of a promise.
  expectTypeOf(coroutine((n: number) => n * 2)(1)).toEqualTypeOf<Coroutine<number>>();
  expectTypeOf(coroutine(async () => Promise.resolve(1))()).toEqualTypeOf<Coroutine<number>>();
  expectTypeOf(deliver("A").close()).toEqualTypeOf<void>();
  // @ts-expect-error coroutines are made by calling what coroutine() returns
  void new Coroutine(
    "deliver",
    () => {},
    () => "",
  );
  // @ts-expect-error and tasks by createTask()
  void new Task(() => {});
  // @ts-expect-error a coroutine has not started: it has neither catch nor finally
  void deliver("A").catch;
  // @ts-expect-error wrong argument
  void deliver(5);
  // @ts-expect-error missing argument
  void deliver();
  // @ts-expect-error not a function
  void coroutine(deliver("A"));
}

function tasks(promise: Promise<number>, future: Future<number>): void {
  expectTypeOf(run(deliver("A"))).toEqualTypeOf<Promise<{ place: string; bowls: number }>>();
  expectTypeOf(run(() => 1)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(createTask(deliver("A"))).toEqualTypeOf<Task<{ place: string; bowls: number }>>();
  expectTypeOf(createTask(async () => 1, { name: "one", eager: true })).toEqualTypeOf<Task<number>>();
  expectTypeOf(createTask(() => sleep(1, "x"))).toEqualTypeOf<Task<string>>();
  expectTypeOf(currentTask()).toEqualTypeOf<Task<unknown> | undefined>();
  expectTypeOf(ensureFuture(promise)).toEqualTypeOf<Future<number>>();
  expectTypeOf(ensureFuture(deliver("A"))).toEqualTypeOf<Future<{ place: string; bowls: number }>>();
  expectTypeOf(ensureFuture(() => 1)).toEqualTypeOf<Future<number>>();
  // @ts-expect-error a promise runs already
  void createTask(promise);
  // @ts-expect-error so does a future
  void createTask(future);
  // @ts-expect-error and a library wait
  void createTask(sleep(1));
  // @ts-expect-error nothing to run
  void run(promise);
  // @ts-expect-error not awaitable
  void ensureFuture(5);
  // @ts-expect-error unknown option
  void createTask(() => 1, { nmae: "one" });
  // @ts-expect-error functions take no arguments
  void createTask((place: string) => place);
}

function futures(future: Future<number>, task: Task<string>): void {
  expectTypeOf(future.result()).toEqualTypeOf<number>();
  expectTypeOf(future.exception()).toEqualTypeOf<unknown>();
  expectTypeOf(future.catch(() => "x")).toEqualTypeOf<Promise<number | string>>();
  expectTypeOf(future.finally(() => {})).toEqualTypeOf<Promise<number>>();
  expectTypeOf(future.cancel("stop")).toEqualTypeOf<boolean>();
  expectTypeOf<Awaited<typeof future>>().toEqualTypeOf<number>();
  task.addDoneCallback((done) => expectTypeOf(done).toEqualTypeOf<Task<string>>());
  expectTypeOf([task.cancelling(), task.uncancel()]).toEqualTypeOf<number[]>();
  expectTypeOf(task.parent).toEqualTypeOf<Task<unknown> | undefined>();
  expectTypeOf(task.waitingOn).toEqualTypeOf<string | undefined>();
  // @ts-expect-error of another type
  future.setResult("1");
  // @ts-expect-error a result is needed
  future.setResult();
  new Future<void>().setResult();
  // @ts-expect-error read only
  task.name = "another";
}

function combining(promise: Promise<number>, future: Future<boolean>, many: (() => Promise<string>)[]): void {
  expectTypeOf(gather([deliver("A"), promise, future, () => "x", async () => null])).toEqualTypeOf<
    Future<[{ place: string; bowls: number }, number, boolean, string, null]>
  >();
  expectTypeOf(gather(many, { limit: 20 })).toEqualTypeOf<Future<string[]>>();
  expectTypeOf(gather(many, { returnExceptions: true })).toEqualTypeOf<Future<(string | Error)[]>>();
  expectTypeOf(gather([promise, future], { returnExceptions: true })).toEqualTypeOf<
    Future<[number | Error, boolean | Error]>
  >();
  expectTypeOf(gather(many, { returnExceptions: undefined })).toEqualTypeOf<Future<string[]>>();
  expectTypeOf(gather([])).toEqualTypeOf<Future<[]>>();
  expectTypeOf(race([promise, future])).toEqualTypeOf<Promise<number | boolean>>();
  expectTypeOf(waitFor(deliver("A"), 10)).toEqualTypeOf<Promise<{ place: string; bowls: number }>>();
  expectTypeOf(waitFor(() => 1, { seconds: 1 })).toEqualTypeOf<Promise<number>>();
  expectTypeOf(shield(promise)).toEqualTypeOf<Future<number>>();
  expectTypeOf(cancellable(promise)).toEqualTypeOf<Future<number>>();
  expectTypeOf(wait([future])).resolves.toEqualTypeOf<{
    readonly done: Set<Future<boolean>>;
    readonly pending: Set<Future<boolean>>;
  }>();
  // @ts-expect-error not awaitable
  void gather([promise, 5]);
  // @ts-expect-error not an array
  void gather(promise, future);
  // @ts-expect-error unknown option
  void gather(many, { limt: 20 });
  // @ts-expect-error wait needs tasks
  void wait([() => 1]);
  // @ts-expect-error unknown value
  void wait([future], { returnWhen: "FIRST_COMPLETED" });
  // @ts-expect-error a limit is needed
  void waitFor(promise);
}

async function completed(promise: Promise<number>): Promise<void> {
  for await (const done of asCompleted([promise, () => "x"])) {
    expectTypeOf(done.result()).toEqualTypeOf<number | string>();
    // @ts-expect-error it is done: there is nothing to await
    void done.then;
  }
}

function scopes(): void {
  expectTypeOf(timeout(10, async () => 1)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(timeoutAt(10, () => "x")).toEqualTypeOf<Promise<string>>();
  void timeout(10, (handle) => expectTypeOf(handle).toEqualTypeOf<TimeoutHandle>());
  expectTypeOf(taskGroup(async () => true)).toEqualTypeOf<Promise<boolean>>();
  void taskGroup((group) => {
    expectTypeOf(group).toEqualTypeOf<TaskGroup>();
    expectTypeOf(group.createTask(deliver("A"))).toEqualTypeOf<Task<{ place: string; bowls: number }>>();
    // @ts-expect-error a promise runs already
    void group.createTask(Promise.resolve());
  });
  // @ts-expect-error asyncio's order of arguments
  void timeout(async () => 1, 10);
  // @ts-expect-error a point in time, not a duration
  void timeoutAt({ seconds: 1 }, async () => 1);
}

async function primitives(queue: Queue<string>): Promise<void> {
  for (const primitive of [
    new Lock(),
    new Semaphore(2),
    new BoundedSemaphore(2),
    new CapacityLimiter(1),
    new Condition(),
  ]) {
    expectTypeOf(primitive.acquire()).toEqualTypeOf<Future<Disposable>>();
    using held = await primitive.acquire();
    expectTypeOf(held).toEqualTypeOf<Disposable>();
  }
  expectTypeOf(new Event().wait()).toEqualTypeOf<Future<true>>();
  expectTypeOf(new Condition().waitFor(() => 1)).toEqualTypeOf<Future<number>>();
  expectTypeOf(new Barrier(2).wait()).toEqualTypeOf<Future<number>>();
  expectTypeOf(queue.get()).toEqualTypeOf<Future<string>>();
  expectTypeOf(queue.put("x")).toEqualTypeOf<Future<void>>();
  expectTypeOf(queue.getNowait()).toEqualTypeOf<string>();
  expectTypeOf([queue.size, queue.maxsize]).toEqualTypeOf<number[]>();
  for await (const item of queue) expectTypeOf(item).toEqualTypeOf<string>();
  expectTypeOf(new LifoQueue<number>(3)).toExtend<Queue<number>>();
  void new PriorityQueue<string>(0, { compare: (a, b) => a.length - b.length, name: "shortest" });
  // @ts-expect-error another item
  void queue.put(5);
  // @ts-expect-error a property
  void queue.size();
  // @ts-expect-error options come second
  void new Queue<string>({ name: "orders" });
  // @ts-expect-error a name is an option
  void new Lock("till");
  // @ts-expect-error only a PriorityQueue compares
  void new Queue<string>(0, { compare: () => 0 });
}

function others(): void {
  expectTypeOf(sleep(1)).toEqualTypeOf<Future<void>>();
  expectTypeOf(sleep({ minutes: 1, seconds: 2 }, "x")).toEqualTypeOf<Future<string>>();
  expectTypeOf(signal()).toEqualTypeOf<AbortSignal>();
  expectTypeOf<CancelledError["code"]>().toEqualTypeOf<"ERR_BAEDAL_CANCELLED">();
  expectTypeOf(new ExceptionGroup("x", [1]).split(TypeError)).toEqualTypeOf<
    [ExceptionGroup | undefined, ExceptionGroup | undefined]
  >();
  expectTypeOf<Coroutine<number>>().toExtend<Awaitable<number> & Runnable<number>>();
  expectTypeOf<Task<number>>().toExtend<Awaitable<number>>();
  expectTypeOf<Task<number>>().not.toExtend<Runnable<number>>();
  expectTypeOf<{ seconds: number }>().toExtend<Duration>();
  void run(async () => 1, { clock: new VirtualClock(), onUnhandled: (_, task) => void task?.name });
  expectTypeOf(waitUntilIdle()).toEqualTypeOf<Future<void>>();
  void explore(() => {}, { runs: 10, seed: 1 });
  // @ts-expect-error a string is no duration in the library
  void sleep("1s");
  // @ts-expect-error unknown unit
  void sleep({ second: 1 });
  // @ts-expect-error no days: their length is not fixed
  void sleep({ days: 1 });
}

test("Types infer what is given and refuse what cannot work; the compiler checks it", () => {
  for (const checked of [coroutines, tasks, futures, combining, completed, scopes, primitives, others]) {
    expect(checked).toBeTypeOf("function");
  }
});

test("An option that is undefined counts as left out, for the compiler too", async () => {
  const left = undefined;
  const main = coroutine(
    async () => {
      const orders = new PriorityQueue<number>(0, { compare: left, name: left });
      for (const order of [2, 1]) orders.putNowait(order);
      const task = createTask(() => orders.get(), { name: left, eager: left });
      expect(task.name).toMatch(/^Task-\d+$/);
      expect(await gather([task], { returnExceptions: left, limit: left })).toEqual([1]);
      for await (const done of asCompleted([task], { timeout: left, limit: left })) expect(done.result()).toBe(1);
      expect((await wait([task], { timeout: left, returnWhen: left })).done.size).toBe(1);
      await sleep({ hours: left, minutes: left, seconds: left, milliseconds: 1 });
      return currentTask()?.name;
    },
    { name: left },
  );
  using recorder = record({ level: left, capacity: left });
  const options = { name: left, clock: left, signal: left, handleSignals: left, debug: left, onUnhandled: left };
  expect(await run(main(), options)).toBe("anonymous");
  expect(recorder.trace().dropped).toBe(0);
  expect(await explore(() => {}, { runs: left, seed: left })).toMatchObject({ runs: 1000 });
});
