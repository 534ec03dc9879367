/** A place in a program, such as `at deliver (file:///shop.ts:12:5)`; read from the stack only when somebody asks. */
export type Place = () => string;

/** The place that called `below`. Costs a fraction of a microsecond. */
export function placeBelow(below: (...args: never[]) => unknown): Place {
  const holder: { stack?: string } = {};
  capture(holder, 1, below);
  return () => holder.stack?.split("\n")[1]?.trim() ?? nowhere;
}

/** The innermost place outside this package. Costs some microseconds: for debug mode. */
export function placeOutside(): Place {
  const holder: { stack?: string } = {};
  capture(holder, 20, placeOutside);
  return () => {
    const lines = holder.stack?.split("\n").slice(1) ?? [];
    return lines.find((line) => !line.includes(packageFolder))?.trim() ?? nowhere;
  };
}

/** Where the code of this package lies: the build joins this file with the others (scripts/bundle.ts). */
const packageFolder = import.meta.dirname;
const nowhere = "at an unknown place";

function capture(holder: { stack?: string }, limit: number, below: (...args: never[]) => unknown): void {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = limit;
  Error.captureStackTrace(holder, below);
  Error.stackTraceLimit = before;
}
