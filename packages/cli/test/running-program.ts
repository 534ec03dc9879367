import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

/** A program that runs beside the test and is killed with it. */
export interface RunningProgram extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Where its inspector is, or would be. */
  readonly port: number;
  /** What it wrote so far, to stdout and stderr. */
  written(): string;
}

/** Starts a program with a port for its inspector that no other has, and waits for its "ready". */
export async function startProgram(
  file: URL,
  args: readonly string[] = [],
  nodeArgs: readonly string[] = [],
  inspectorPort?: number,
): Promise<RunningProgram> {
  const port = inspectorPort ?? (await freePort());
  const child = spawn(process.execPath, [`--inspect-port=${port}`, ...nodeArgs, fileURLToPath(file), ...args], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  let written = "";
  const ready = Promise.withResolvers<void>();
  const take = (text: string): void => {
    written += text;
    if (written.includes("ready")) ready.resolve();
  };
  child.stdout.setEncoding("utf8").on("data", take);
  child.stderr.setEncoding("utf8").on("data", take);
  const ended = once(child, "close").then(() => ready.reject(new Error(`It ended with: ${written}`)));
  await ready.promise;
  return {
    child,
    pid: child.pid ?? 0,
    port,
    written: () => written,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** A port of 127.0.0.1 that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // of a server that listens on TCP
  server.close();
  await once(server, "close");
  return port;
}
