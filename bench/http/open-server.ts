import { fork } from "node:child_process";
import { once } from "node:events";

/** The server of the benchmarks, in a process of its own. */
export interface BenchServer extends AsyncDisposable {
  readonly url: string;
}

/** Starts it. */
export async function openServer(): Promise<BenchServer> {
  const server = fork(`${import.meta.dirname}/server.ts`, { execArgv: [] });
  const [port] = (await once(server, "message")) as [number];
  return {
    url: `http://127.0.0.1:${port}/`,
    async [Symbol.asyncDispose]() {
      server.disconnect();
      await once(server, "exit");
    },
  };
}
