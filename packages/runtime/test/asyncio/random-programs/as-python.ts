import type { RandomProgram, Statement } from "./statement.ts";

/** The program with asyncio: a function that the recorder runs, `program(log)`. */
export function asPython(program: RandomProgram, name: string): string {
  const lines = [
    `async def ${name}(log):`,
    "    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)",
    "    tasks, locks, semaphores = {}, [asyncio.Lock(), asyncio.Lock()], [asyncio.Semaphore(1), asyncio.Semaphore(2)]",
    "    events, futures = [asyncio.Event(), asyncio.Event()], [forever(), forever()]",
    `    queues = [asyncio.Queue(${program.queueSizes[0]}), asyncio.Queue(${program.queueSizes[1]})]`,
    "    condition, barrier, flags = asyncio.Condition(), asyncio.Barrier(2), []",
    "    at = lambda which: [tasks[child] for child in which if child in tasks]",
    "    def start(number, starter=None):",
    "        tasks[number] = (starter or asyncio.create_task)(bodies[number](), name=f'f{number}')",
    "        return tasks[number]",
  ];
  program.functions.forEach((body, number) => {
    lines.push(`    async def f${number}():`, ...block(body, number, new Counter(), "        "));
  });
  lines.push(
    `    bodies = [${program.functions.map((_, number) => `f${number}`).join(", ")}]`,
    "    main = start(0)",
    "    await asyncio.wait([main], timeout=20)",
    "    await sleep(20000)",
    program.cancels ? "    log('closing')" : "    log = lambda *words: None",
    "    while left := [task for task in list(tasks.values()) if not task.done()]:",
    "        for task in left: task.cancel()",
    "        await asyncio.wait(left, timeout=1)",
    "    for number, task in sorted(tasks.items()): log(number, task)",
    "    for future in futures: log(future)",
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
  const inner = (body: readonly Statement[]): string[] => block(body, self, counter, "    ");
  const attempt = (line: string): string[] => [
    `log(${label}, ${JSON.stringify(statement.do)})`,
    "try:",
    `    log(${label}, "gave", ${line})`,
    "except Exception as error:",
    `    log(${label}, "threw", error)`,
  ];
  switch (statement.do) {
    case "say":
      return [`log(${label})`];
    case "sleep":
      return [`log(${label}, "sleeps")`, `await sleep(${statement.time})`, `log(${label}, "slept")`];
    case "spawn":
      return [`log(${label}, "spawns ${statement.child}")`, `start(${statement.child})`];
    case "callback":
      return [
        `for task in at([${statement.child}]): task.add_done_callback(lambda task: log(${label}, "is told", task))`,
      ];
    case "join":
      return [`for task in at([${statement.child}]):`, ...attempt("await task").map((line) => `    ${line}`)];
    case "shield":
      return [
        `for task in at([${statement.child}]):`,
        ...attempt("await asyncio.shield(task)").map((line) => `    ${line}`),
      ];
    case "cancel":
      return [
        `for task in at([${statement.child}]): log(${label}, "cancels ${statement.child}", task.cancel("${statement.message}"))`,
      ];
    case "call":
      return attempt(`await f${statement.child}()`);
    case "waitFor":
      return attempt(`await asyncio.wait_for(f${statement.child}(), ${statement.time / 1000})`);
    case "gather":
      return attempt(
        `await asyncio.gather(${statement.children.map((child) => `start(${child})`).join(", ")}${statement.children.length > 0 ? ", " : ""}return_exceptions=${statement.errorsAsResults ? "True" : "False"})`,
      );
    case "wait":
      return [
        `if at(${JSON.stringify(statement.children)}):`,
        `    log(${label}, "waits")`,
        `    done, pending = await asyncio.wait(at(${JSON.stringify(statement.children)}), return_when="${statement.until.replace(/[A-Z]/, (letter) => `_${letter}`).toUpperCase()}", timeout=${statement.time === undefined ? "None" : statement.time / 1000})`,
        `    log(${label}, "done", *[task.get_name() for task in tasks.values() if task in done])`,
      ];
    case "asCompleted":
      return [
        `log(${label}, "as completed")`,
        `async for task in asyncio.as_completed([${statement.children.map((child) => `start(${child})`).join(", ")}]):`,
        `    log(${label}, task.get_name(), task)`,
      ];
    case "group":
      return [
        `log(${label}, "group")`,
        "try:",
        "    async with asyncio.TaskGroup() as group:",
        ...statement.children.map((child) => `        start(${child}, group.create_task)`),
        ...inner(statement.body).map((line) => `    ${line}`),
        `    log(${label}, "left")`,
        "except ExceptionGroup as error:",
        `    log(${label}, "threw", error)`,
      ];
    case "timeout":
      return [
        `log(${label}, "timeout")`,
        "try:",
        `    async with asyncio.timeout(${statement.time / 1000}) as limit${statement.level}:`,
        ...inner(statement.body).map((line) => `    ${line}`),
        `    log(${label}, "in time")`,
        "except asyncio.TimeoutError:",
        `    log(${label}, "too late")`,
      ];
    case "reschedule":
      return attempt(
        `limit${statement.level}.reschedule(asyncio.get_running_loop().time() + ${statement.time / 1000})`,
      );
    case "hold":
      return [
        `log(${label}, "asks")`,
        `async with ${statement.what}s[${statement.which}]:`,
        `    log(${label}, "has")`,
        ...inner(statement.body),
        `    log(${label}, "lets go")`,
      ];
    case "swallow":
      return [
        "try:",
        ...inner(statement.body),
        "except asyncio.CancelledError as error:",
        `    log(${label}, "swallows", error)`,
        ...inner(statement.then),
      ];
    case "rethrow":
      return [
        "try:",
        ...inner(statement.body),
        "except BaseException as error:",
        `    log(${label}, "rethrows", error)`,
        ...inner(statement.then),
        "    raise",
      ];
    case "cleanUp":
      return ["try:", ...inner(statement.body), "finally:", `    log(${label}, "cleans up")`, ...inner(statement.then)];
    case "catchError":
      return [
        "try:",
        ...inner(statement.body),
        "except Boom as error:",
        `    log(${label}, "catches", error)`,
        ...inner(statement.then),
      ];
    case "event":
      if (statement.act === "wait")
        return [
          `log(${label}, "waits for event")`,
          `await events[${statement.which}].wait()`,
          `log(${label}, "event")`,
        ];
      return [`log(${label}, "${statement.act}s event")`, `events[${statement.which}].${statement.act}()`];
    case "future": {
      const future = `futures[${statement.which}]`;
      if (statement.act === "wait") return attempt(`await ${future}`);
      if (statement.act === "cancel") return [`log(${label}, "cancels future", ${future}.cancel())`];
      const settle = statement.act === "set" ? `set_result("${self}")` : 'set_exception(Boom("future"))';
      return [`if not ${future}.done(): ${future}.${settle}`];
    }
    case "put":
      return attempt(`await queues[${statement.which}].put(${label})`);
    case "get":
      return attempt(`await queues[${statement.which}].get()`);
    case "putNowait":
      return attempt(`queues[${statement.which}].put_nowait(${label})`);
    case "getNowait":
      return attempt(`queues[${statement.which}].get_nowait()`);
    case "taskDone":
      return [`if queues[${statement.which}]._unfinished_tasks: queues[${statement.which}].task_done()`];
    case "joinQueue":
      return attempt(`await queues[${statement.which}].join()`);
    case "shutdown":
      return [`log(${label}, "shuts down")`, `queues[${statement.which}].shutdown()`];
    case "notified":
      return [
        `log(${label}, "condition")`,
        "async with condition:",
        `    log(${label}, "waits")`,
        "    await condition.wait()",
        `    log(${label}, "notified")`,
      ];
    case "notifiedOfFlag":
      return [
        `log(${label}, "condition")`,
        "async with condition:",
        `    log(${label}, "waits")`,
        "    await condition.wait_for(lambda: flags)",
        `    log(${label}, "notified", flags.pop())`,
      ];
    case "flag":
      return [
        `log(${label}, "flags")`,
        "async with condition:",
        `    flags.append(${label})`,
        "    condition.notify()",
      ];
    case "notify":
    case "notifyAll":
      return [
        `log(${label}, "notifies")`,
        "async with condition:",
        `    condition.${statement.do === "notify" ? "notify" : "notify_all"}()`,
        `    log(${label}, "has notified")`,
      ];
    case "barrier":
      return [`log(${label}, "barrier")`, "await barrier.wait()", `log(${label}, "through")`];
    case "count":
      return [`log(${label}, "counts", asyncio.current_task().cancelling())`];
    case "uncancel":
      return [`log(${label}, "uncancels", asyncio.current_task().uncancel())`];
    case "fail":
      return [`log(${label}, "fails")`, `raise Boom(${label})`];
    case "return":
      return [`log(${label}, "returns")`, `return ${label}`];
    default:
      return statement satisfies never;
  }
}
