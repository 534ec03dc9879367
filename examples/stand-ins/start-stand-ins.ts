import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** URLs of the article's three sites, as they are played on this machine. Disposing of them ends their servers. */
export interface StandIns extends AsyncDisposable {
  readonly naver: string;
  readonly google: string;
  readonly instagram: string;
}

/** Starts the sites in a thread of their own: a server in the same thread could never answer a session that blocks it. */
export async function startStandIns(): Promise<StandIns> {
  const worker = new Worker(new URL("./serve.ts", import.meta.url));
  const [urls] = (await once(worker, "message")) as [Record<"naver" | "google" | "instagram", string>]; // see serve.ts
  return { ...urls, [Symbol.asyncDispose]: async () => void (await worker.terminate()) };
}
