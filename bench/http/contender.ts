import { type ChildProcess, execFile, execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import type { Contender } from "../compare.ts";
import type { Cost } from "./load.ts";

/** A client to be measured: what it is called, the module in `clients/`, and what that is told besides the URL. */
export interface ClientSpec {
  readonly name: string;
  readonly module: string;
  readonly kind?: string;
  /** What a recorded one is told, as `baedal run` tells it. */
  readonly recording?: object;
  /** Whether somebody watches its live page. @default false */
  readonly isWatched?: boolean;
}

/** How clients are measured. */
export interface Conditions {
  readonly url: string;
  readonly atOnce: number;
  readonly measure: keyof Cost;
}

/** A contender whose processes end with the comparison. */
export type ClientContender = Contender & AsyncDisposable;

/**
 * A client in a process of its own, which lies idle while others have their turn: nobody collects another's garbage, and
 * nobody's types spoil another's optimized code.
 */
export async function clientContender(
  { name, module, kind = "", recording, isWatched = false }: ClientSpec,
  { url, atOnce, measure }: Conditions,
): Promise<ClientContender> {
  const child = fork(
    `${import.meta.dirname}/client-process.ts`,
    [`./clients/${module}.ts`, url, String(atOnce), kind],
    recording === undefined
      ? { execArgv: ["--expose-gc"] }
      : {
          execArgv: ["--expose-gc", "--import", preload],
          env: { ...process.env, BAEDAL_RUN: JSON.stringify(recording) },
          stdio: ["ignore", "inherit", isWatched ? "pipe" : "ignore", "ipc"], // on stderr stands the address of its page
        },
  );
  const ready = answerOf(child);
  if (isWatched) await watch(child);
  await ready;
  return {
    name,
    work: async (operations) => (await ask(child, operations))[measure],
    async [Symbol.asyncDispose]() {
      if (!child.connected) return;
      child.disconnect();
      await once(child, "exit");
    },
  };
}

/** Reads all that its live page is told, from now on. */
async function watch({ stderr }: ChildProcess): Promise<void> {
  let said = "";
  for await (const chunk of stderr?.iterator({ destroyOnReturn: false }) ?? []) {
    said += String(chunk);
    if (said.includes("\n")) break;
  }
  const page = new URL(/http:\S+/u.exec(said)?.[0] ?? "");
  const { body } = await fetch(new URL(`/events${page.search}`, page));
  const reading = body?.pipeTo(new WritableStream());
  reading?.catch(() => {}); // it ends with the program
}

const preload = new URL("../../packages/cli/dist/recording/preload.js", import.meta.url).href;

async function ask(child: ChildProcess, operations: number): Promise<Cost> {
  child.send(operations);
  return (await answerOf(child)) as Cost; // it sends nothing else
}

/** What the child sends next. */
function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (): void =>
      reject(new Error(`${child.spawnargs.slice(2).join(" ")} ended in the middle of its work`));
    child.once("exit", ended);
    child.once("message", (message) => {
      child.off("exit", ended);
      resolve(message);
    });
  });
}

const execute = promisify(execFile);
const script = `${import.meta.dirname}/python_peer.py`;

/** The clients of Python that are installed, of those asked for; a line says which are not. */
export function pythonContenders(names: readonly string[], { url, atOnce, measure }: Conditions): ClientContender[] {
  return names.flatMap((name) => {
    const version = pythonVersion(name);
    if (version === undefined) {
      console.log(`Python has no ${name} here: it is left out`);
      return [];
    }
    const work = async (operations: number): Promise<number> => {
      const { stdout } = await execute("python3", [script, name, url, String(operations), String(atOnce)]);
      return (JSON.parse(stdout) as Cost)[measure];
    };
    return [{ name: `${name} ${version} (Python)`, work, async [Symbol.asyncDispose]() {} }];
  });
}

function pythonVersion(name: string): string | undefined {
  try {
    const print = `import ${name}; print(${name}.__version__)`;
    return execFileSync("python3", ["-c", print], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return undefined;
  }
}
