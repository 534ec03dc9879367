/** What sort of thing a task waits for: outside the program (`http`, `timer`, `outside`), or inside (`turn`, `tasks`). */
export type WaitKind = "http" | "timer" | "outside" | "turn" | "tasks";

/** How a kind of wait is called. */
export const WAIT_LABELS: Readonly<Record<WaitKind, string>> = {
  http: "HTTP",
  timer: "Timer",
  outside: "Other I/O",
  turn: "Lock or queue",
  tasks: "Other tasks",
};

// The words that waits describe themselves in. Whoever suspends a task by `baedal/lowlevel` chooses their own.
const HTTP = /^(?:the body of )?[A-Z]{3,10} \S/u;
const TURN = /^(?:[A-Z][A-Za-z]*\.[a-z]\w*\b|a future\b)/u;
const TASKS = /^(?:task '|gather of |wait for |task group\b|shield of |race of )/u;

// The same words come again and again, and looking them up costs a third of looking at them.
const known = new Map<string, WaitKind>();
const MOST_KNOWN = 10_000;

/** Tells the sort of a wait from its words. */
function waitKind(on: string): WaitKind {
  if (on.startsWith("sleep ")) return "timer";
  const before = known.get(on);
  if (before !== undefined) return before;
  const kind = judge(on);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(on, kind);
  return kind;
}

function judge(on: string): WaitKind {
  if (TASKS.test(on)) return "tasks";
  if (TURN.test(on)) return "turn";
  return HTTP.test(on) ? "http" : "outside";
}

const WEIGHT: readonly WaitKind[] = ["http", "outside", "timer", "turn", "tasks"];

/** The sort of several waits at once: what the world outside keeps waiting counts first. */
export function waitKindOf(waits: readonly string[]): WaitKind {
  const [only] = waits;
  if (waits.length === 1 && only !== undefined) return waitKind(only);
  const kinds = new Set(waits.map(waitKind));
  return WEIGHT.find((kind) => kinds.has(kind)) ?? "outside";
}

/** Whether the program itself can do nothing about such a wait; only that is time that concurrency saves. */
export function isOutside(kind: WaitKind): boolean {
  return kind === "http" || kind === "timer" || kind === "outside";
}
