import type { RandomProgram, Statement } from "./statement.ts";

/** The program with Baedal: the body of an async function of `log`, `Boom`, `forever` and the names of the package. */
export function asJavaScript(program: RandomProgram): string {
  const lines = [
    "const tasks = new Map(), locks = [new Lock(), new Lock()], semaphores = [new Semaphore(1), new Semaphore(2)];",
    "const events = [new Event(), new Event()], futures = [forever(), forever()];",
    `const queues = [new Queue(${program.queueSizes[0]}), new Queue(${program.queueSizes[1]})];`,
    "const condition = new Condition(), barrier = new Barrier(2), flags = [];",
    "const at = (which) => which.filter((child) => tasks.has(child)).map((child) => tasks.get(child));",
    "const isExpected = (error) => error instanceof Error && !(error instanceof CancelledError);",
    "const start = (number, starter = createTask) => {",
    "  const task = starter(bodies[number], { name: `f${number}` });",
    "  tasks.set(number, task);",
    "  return task;",
    "};",
  ];
  program.functions.forEach((body, number) => {
    lines.push(`const f${number} = async () => {`, ...block(body, number, new Counter(), "  "), "};");
  });
  lines.push(
    `const bodies = [${program.functions.map((_, number) => `f${number}`).join(", ")}];`,
    "const main = start(0);",
    "await wait([main], { timeout: 20_000 });",
    "await sleep(20_000_000 / 1000);",
    program.cancels ? "log('closing');" : "log = () => {};",
    "for (;;) {",
    "  const left = [...tasks.values()].filter((task) => !task.done());",
    "  if (left.length === 0) break;",
    "  for (const task of left) task.cancel();",
    "  await wait(left, { timeout: 1000 });",
    "}",
    "for (const [number, task] of [...tasks].sort(([a], [b]) => a - b)) log(String(number), task);",
    "for (const future of futures) log(future);",
    "for (const future of [...tasks.values(), ...futures]) if (future.done() && !future.cancelled()) future.exception();",
  );
  return lines.join("\n");
}

class Counter {
  #count = 0;
  next(): number {
    return ++this.#count;
  }
}

function block(body: readonly Statement[], self: number, counter: Counter, indent: string): string[] {
  return body.flatMap((statement) => say(statement, self, counter).map((line) => indent + line));
}

function say(statement: Statement, self: number, counter: Counter): string[] {
  const label = `"f${self}.${counter.next()}"`;
  const inner = (body: readonly Statement[]): string[] => block(body, self, counter, "  ");
  const attempt = (line: string): string[] => [
    `log(${label}, ${JSON.stringify(statement.do)});`,
    "try {",
    `  log(${label}, "gave", ${line});`,
    "} catch (error) {",
    "  if (!isExpected(error)) throw error;",
    `  log(${label}, "threw", error);`,
    "}",
  ];
  const caught = (name: string): string => `} catch (error) { if (!(error instanceof ${name})) throw error;`;
  switch (statement.do) {
    case "say":
      return [`log(${label});`];
    case "sleep":
      return [`log(${label}, "sleeps");`, `await sleep(${statement.time});`, `log(${label}, "slept");`];
    case "spawn":
      return [`log(${label}, "spawns ${statement.child}");`, `start(${statement.child});`];
    case "callback":
      return [
        `for (const task of at([${statement.child}])) task.addDoneCallback((done) => log(${label}, "is told", done));`,
      ];
    case "join":
      return [`for (const task of at([${statement.child}])) {`, ...attempt("await task"), "}"];
    case "shield":
      return [`for (const task of at([${statement.child}])) {`, ...attempt("await shield(task)"), "}"];
    case "cancel":
      return [
        `for (const task of at([${statement.child}])) log(${label}, "cancels ${statement.child}", task.cancel("${statement.message}"));`,
      ];
    case "call":
      return attempt(`await f${statement.child}()`);
    case "waitFor":
      return attempt(`await waitFor(f${statement.child}, ${statement.time})`);
    case "gather":
      return attempt(
        `await gather([${statement.children.map((child) => `start(${child})`).join(", ")}], { returnExceptions: ${statement.errorsAsResults} })`,
      );
    case "wait":
      return [
        `if (at(${JSON.stringify(statement.children)}).length > 0) {`,
        `  log(${label}, "waits");`,
        `  const { done } = await wait(at(${JSON.stringify(statement.children)}), { returnWhen: "${statement.until}", timeout: ${statement.time ?? "Infinity"} });`,
        `  log(${label}, "done", ...[...tasks.values()].filter((task) => done.has(task)).map((task) => task.name));`,
        "}",
      ];
    case "asCompleted":
      return [
        `log(${label}, "as completed");`,
        `for await (const task of asCompleted([${statement.children.map((child) => `start(${child})`).join(", ")}])) {`,
        `  log(${label}, task.name, task);`,
        "}",
      ];
    case "group":
      return [
        `log(${label}, "group");`,
        "try {",
        "  await taskGroup(async (group) => {",
        ...statement.children.map(
          (child) => `    start(${child}, (body, options) => group.createTask(body, options));`,
        ),
        ...inner(statement.body),
        "  });",
        `  log(${label}, "left");`,
        caught("ExceptionGroup"),
        `  log(${label}, "threw", error);`,
        "}",
      ];
    case "timeout":
      return [
        `log(${label}, "timeout");`,
        "try {",
        `  await timeout(${statement.time}, async (limit${statement.level}) => {`,
        ...inner(statement.body),
        "  });",
        `  log(${label}, "in time");`,
        caught("TimeoutError"),
        `  log(${label}, "too late");`,
        "}",
      ];
    case "reschedule":
      return attempt(`limit${statement.level}.reschedule(now() + ${statement.time})`);
    case "hold":
      return [
        `log(${label}, "asks");`,
        "{",
        `  using _ = await ${statement.what}s[${statement.which}].acquire();`,
        `  log(${label}, "has");`,
        ...inner(statement.body),
        `  log(${label}, "lets go");`,
        "}",
      ];
    case "swallow":
      return [
        "try {",
        ...inner(statement.body),
        caught("CancelledError"),
        `  log(${label}, "swallows", error);`,
        ...inner(statement.then),
        "}",
      ];
    case "rethrow":
      return [
        "try {",
        ...inner(statement.body),
        "} catch (error) {",
        `  log(${label}, "rethrows", error);`,
        ...inner(statement.then),
        "  throw error;",
        "}",
      ];
    case "cleanUp":
      return [
        "try {",
        ...inner(statement.body),
        "} finally {",
        `  log(${label}, "cleans up");`,
        ...inner(statement.then),
        "}",
      ];
    case "catchError":
      return [
        "try {",
        ...inner(statement.body),
        caught("Boom"),
        `  log(${label}, "catches", error);`,
        ...inner(statement.then),
        "}",
      ];
    case "event":
      if (statement.act === "wait")
        return [
          `log(${label}, "waits for event");`,
          `await events[${statement.which}].wait();`,
          `log(${label}, "event");`,
        ];
      return [`log(${label}, "${statement.act}s event");`, `events[${statement.which}].${statement.act}();`];
    case "future": {
      const future = `futures[${statement.which}]`;
      if (statement.act === "wait") return attempt(`await ${future}`);
      if (statement.act === "cancel") return [`log(${label}, "cancels future", ${future}.cancel());`];
      const settle = statement.act === "set" ? `setResult("${self}")` : 'setException(new Boom("future"))';
      return [`if (!${future}.done()) ${future}.${settle};`];
    }
    case "put":
      return attempt(`await queues[${statement.which}].put(${label})`);
    case "get":
      return attempt(`await queues[${statement.which}].get()`);
    case "putNowait":
      return attempt(`queues[${statement.which}].putNowait(${label})`);
    case "getNowait":
      return attempt(`queues[${statement.which}].getNowait()`);
    case "taskDone":
      return [
        `if (queues[${statement.which}].statistics().unfinishedTasks > 0) queues[${statement.which}].taskDone();`,
      ];
    case "joinQueue":
      return attempt(`await queues[${statement.which}].join()`);
    case "shutdown":
      return [`log(${label}, "shuts down");`, `queues[${statement.which}].shutdown();`];
    case "notified":
      return [
        `log(${label}, "condition");`,
        "{",
        "  using _ = await condition.acquire();",
        `  log(${label}, "waits");`,
        "  await condition.wait();",
        `  log(${label}, "notified");`,
        "}",
      ];
    case "notifiedOfFlag":
      return [
        `log(${label}, "condition");`,
        "{",
        "  using _ = await condition.acquire();",
        `  log(${label}, "waits");`,
        "  await condition.waitFor(() => flags.length > 0);",
        `  log(${label}, "notified", flags.pop());`,
        "}",
      ];
    case "flag":
      return [
        `log(${label}, "flags");`,
        "{",
        "  using _ = await condition.acquire();",
        `  flags.push(${label});`,
        "  condition.notify();",
        "}",
      ];
    case "notify":
    case "notifyAll":
      return [
        `log(${label}, "notifies");`,
        "{",
        "  using _ = await condition.acquire();",
        `  condition.${statement.do}();`,
        `  log(${label}, "has notified");`,
        "}",
      ];
    case "barrier":
      return [`log(${label}, "barrier");`, "await barrier.wait();", `log(${label}, "through");`];
    case "count":
      return [`log(${label}, "counts", currentTask().cancelling());`];
    case "uncancel":
      return [`log(${label}, "uncancels", currentTask().uncancel());`];
    case "fail":
      return [`log(${label}, "fails");`, `throw new Boom(${label});`];
    case "return":
      return [`log(${label}, "returns");`, `return ${label};`];
    default:
      return statement satisfies never;
  }
}
