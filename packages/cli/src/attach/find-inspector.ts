import { InspectorConnection, NoAnswer } from "./inspector-connection.ts";
import { portHolder } from "./port-holder.ts";

/** Who is on the port of an inspector. */
export type PortOwner =
  | { readonly kind: "nobody" }
  | { readonly kind: "asked"; readonly connection: InspectorConnection }
  | { readonly kind: "blocked" }
  | { readonly kind: "other"; readonly pid: number | undefined };

/** Milliseconds that a thread of Node needs at most to answer on its own machine. */
const patience = 2000;

/** Looks who is on a port, and connects if it is the inspector of that process. */
export async function findInspector(pid: number, port: number, signal: AbortSignal): Promise<PortOwner> {
  const holder = portHolder(port);
  if (holder !== undefined && holder !== pid) return { kind: "other", pid: holder };
  const url = await inspectorUrl(port, signal);
  if (url === undefined) return { kind: "nobody" };
  if (url === "foreign") return { kind: "other", pid: holder };
  return await connect(pid, url, holder === pid, signal);
}

/** The address of the session, as the thread of the inspector gives it even while the main thread is blocked. */
async function inspectorUrl(port: number, signal: AbortSignal): Promise<string | undefined> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
    const response = await fetch(`http://127.0.0.1:${port}/json/list`, { signal: limit, redirect: "error" });
    const [target] = (await response.json()) as { readonly webSocketDebuggerUrl?: string }[];
    return target?.webSocketDebuggerUrl ?? "foreign";
  } catch (error) {
    signal.throwIfAborted();
    return isRefused(error) ? undefined : "foreign";
  }
}

/** Nobody listens there. */
function isRefused(error: unknown): boolean {
  const { cause } = error as { readonly cause?: { readonly code?: string } };
  return cause?.code === "ECONNREFUSED" || cause?.code === "ECONNRESET";
}

async function connect(pid: number, url: string, isIts: boolean, signal: AbortSignal): Promise<PortOwner> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  const connection = await InspectorConnection.open(url, limit);
  try {
    const answered = await connection.evaluate("process.pid", patience);
    if (answered === pid) return { kind: "asked", connection };
    connection[Symbol.dispose]();
    return { kind: "other", pid: typeof answered === "number" ? answered : undefined };
  } catch (error) {
    connection[Symbol.dispose]();
    if (!(error instanceof NoAnswer)) throw error;
    signal.throwIfAborted();
    return isIts || portHolder(Number(new URL(url).port)) === undefined
      ? { kind: "blocked" }
      : { kind: "other", pid: undefined };
  }
}
