import { setTimeout as delay } from "node:timers/promises";
import { cannotAttach } from "./attach-errors.ts";
import { findInspector } from "./find-inspector.ts";
import type { InspectorConnection } from "./inspector-connection.ts";
import { readTargetFacts, type TargetFacts } from "./target-facts.ts";

/** Options of `attach`. */
export interface AttachOptions {
  /** Gives up, and leaves nothing open behind. */
  readonly signal: AbortSignal;
  /** Milliseconds for a program to open its inspector, which it does when its main thread comes to look. */
  readonly patience: number;
}

/** A program that answers. */
export interface Attached extends AsyncDisposable {
  readonly connection: InspectorConnection;
  /** Whether its inspector was closed before; then disposing closes it again. */
  readonly wasClosed: boolean;
}

/**
 * Gets the ear of a running Node that prepared nothing: an inspector that is open is used and left open; one that is not is
 * opened by SIGUSR1, and closed afterwards.
 *
 * @throws CommandError with what is in the way
 */
export async function attach(pid: number, { signal, patience }: AttachOptions): Promise<Attached> {
  const facts = readTargetFacts(pid);
  const owner = await findInspector(pid, facts.port, signal);
  if (owner.kind === "other") throw portTaken(facts, owner.pid);
  if (owner.kind === "blocked") throw blocked(facts, patience);
  if (owner.kind === "asked") {
    const { connection } = owner;
    return { connection, wasClosed: false, [Symbol.asyncDispose]: async () => connection[Symbol.dispose]() };
  }
  process.kill(pid, "SIGUSR1");
  const connection = await opened(facts, { signal, patience });
  return { connection, wasClosed: true, [Symbol.asyncDispose]: async () => await close(connection) };
}

/** Milliseconds between two looks. */
const interval = 40;
/** Looks in a row that find the loop idle and no inspector, before that means that none will come. */
const enough = 8;

async function opened(facts: TargetFacts, { signal, patience }: AttachOptions): Promise<InspectorConnection> {
  const end = performance.now() + patience;
  let idle = 0;
  while (performance.now() < end) {
    const owner = await findInspector(facts.pid, facts.port, signal);
    if (owner.kind === "asked") return owner.connection;
    if (owner.kind === "other") throw portTaken(facts, owner.pid);
    if (owner.kind === "blocked") throw blocked(facts, patience);
    if (!isAlive(facts.pid)) throw cannotAttach(`Process ${facts.pid} ended while it was asked`);
    idle = facts.isIdle() === true ? idle + 1 : 0;
    if (idle === enough) throw deaf(facts);
    await delay(interval, undefined, { signal });
  }
  throw blocked(facts, patience);
}

/**
 * In a turn of the loop of its own: from inside an answer, or in the middle of what computes, it would crash Node.
 * And it is the program that ends the session: Node also crashes where that goes away while the inspector is being closed.
 */
const closing = `void setImmediate(() => process.getBuiltinModule("node:inspector").close())`;

/** Milliseconds for the loop to turn; where it does not, the inspector is closed when it does, and nobody waits for that. */
const farewell = 3000;

async function close(connection: InspectorConnection): Promise<void> {
  await connection.evaluate(closing, 1000).catch(() => {}); // it may have ended
  const patience = new AbortController();
  await Promise.race([connection.closed, delay(farewell, undefined, { signal: patience.signal }).catch(() => {})]);
  patience.abort();
  connection[Symbol.dispose]();
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function portTaken({ pid, port }: TargetFacts, holder: number | undefined): Error {
  const who = holder === undefined ? "another program" : `process ${holder}`;
  return cannotAttach(
    `Port ${port}, on which process ${pid} would open its inspector, is held by ${who}; end that one, or start yours with ` +
      "another --inspect-port",
  );
}

function blocked({ pid }: TargetFacts, patience: number): Error {
  return cannotAttach(
    `The main thread of process ${pid} has not answered for ${patience / 1000} s: a native call blocks it, and nothing can be ` +
      "asked before that returns (or it handles SIGUSR1 itself). Should its inspector be open afterwards, that was this command",
  );
}

function deaf({ pid }: TargetFacts): Error {
  return cannotAttach(
    `Process ${pid} has not opened its inspector, though its loop is idle: it handles SIGUSR1 itself (its handler has run now), ` +
      "or waits in spawnSync(). Start it with --inspect, or with `baedal run --inspect`",
  );
}
