import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The three sites, running in a process of their own so that serving them costs the collector nothing. */
export interface SitesProcess extends AsyncDisposable {
  /** `http://127.0.0.1:port` by the name of the site. */
  readonly origins: Readonly<Record<string, string>>;
}

/** Starts the sites and waits until they listen. */
export async function startSites(scale: number = 1): Promise<SitesProcess> {
  const script = fileURLToPath(import.meta.resolve("./site-server.js"));
  const child = fork(script, [String(scale)], { stdio: ["ignore", "ignore", "inherit", "ipc"], execArgv: [] });
  const origins = await firstMessage(child);
  return { origins, [Symbol.asyncDispose]: () => stop(child) };
}

async function firstMessage(child: ChildProcess): Promise<Readonly<Record<string, string>>> {
  const ended = new AbortController();
  child.once("exit", (code) =>
    ended.abort(new Error(`The demo's sites did not start: their process ended with ${code}`)),
  );
  try {
    const [origins] = await once(child, "message", { signal: ended.signal });
    // The message is the one that site-server.ts sends.
    return origins as Readonly<Record<string, string>>;
  } catch (error) {
    throw ended.signal.aborted ? ended.signal.reason : error;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  // The child ends by itself when the channel closes.
  child.disconnect();
  await exited;
}
