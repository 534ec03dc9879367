import type { RuntimeEvent, TraceEvent } from "baedal/trace";

/** What a field of an event has to be; a question mark for one that may be absent. */
type Check = "number" | "string" | "object" | "number?" | "string?" | "object?" | readonly string[];

/** The fields of each kind beside `kind`, `at` and `task`. */
const fields: Readonly<Record<RuntimeEvent["kind"], Readonly<Record<string, Check>>>> = {
  spawn: { name: "string", parent: "number" },
  start: {},
  wait: { on: "string", onTask: "number?" },
  wake: { on: "string", by: "number" },
  cancel: { message: "string", by: "number" },
  end: { outcome: ["finished", "failed", "cancelled"], error: "string?" },
  resource: { action: ["acquired", "released"], resource: "string" },
  busy: { duration: "number" },
  blocked: { duration: "number", culprit: "object?" },
  drop: { count: "number" },
};

const culpritFields: Readonly<Record<string, Check>> = {
  function: "string",
  file: "string",
  line: "number",
  column: "number",
  inside: "string?",
};

/**
 * Whether a value is an event that views may draw: of a kind that is known, or of another package, and whole. A file may
 * come from anywhere.
 */
export function isTraceEvent(value: unknown): value is TraceEvent {
  if (!isObject(value)) return false;
  const { kind, at, task } = value;
  if (typeof kind !== "string" || !isNumber(at) || !isNumber(task)) return false;
  if (kind.includes(":")) return isObject(value["data"]);
  if (!Object.hasOwn(fields, kind)) return false;
  if (!fits(value, fields[kind as RuntimeEvent["kind"]])) return false; // own keys only
  const culprit = value["culprit"];
  return kind !== "blocked" || culprit === undefined || isCulprit(culprit);
}

function isCulprit(value: unknown): boolean {
  if (!isObject(value) || !fits(value, culpritFields)) return false;
  const stack = value["stack"];
  return Array.isArray(stack) && stack.every((frame) => typeof frame === "string");
}

function fits(value: Readonly<Record<string, unknown>>, checks: Readonly<Record<string, Check>>): boolean {
  return Object.entries(checks).every(([name, check]) => passes(value[name], check));
}

function passes(value: unknown, check: Check): boolean {
  if (typeof check !== "string") return typeof value === "string" && check.includes(value);
  if (check.endsWith("?")) return value === undefined || passes(value, check.slice(0, -1) as Check);
  if (check === "number") return isNumber(value);
  return check === "object" ? isObject(value) : typeof value === check;
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** Whether it is an object with fields, as opposed to a list or null. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
