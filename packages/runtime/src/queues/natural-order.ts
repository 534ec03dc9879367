import { describeValue } from "../errors/describe-value.ts";

/**
 * The order of `<` for numbers, bigints, strings, booleans and dates; arrays element by element, as Python's tuples.
 *
 * @throws TypeError for what has no order, such as two objects, NaN, or a string beside a number
 */
export function naturalOrder(a: unknown, b: unknown): number {
  if (Array.isArray(a) && Array.isArray(b)) return arrayOrder(a, b);
  const left = valueOf(a);
  const right = valueOf(b);
  if (kindOf(left) !== undefined && kindOf(left) === kindOf(right)) {
    if (left < right) return -1;
    if (left > right) return 1;
    // Neither: equal, a number and a bigint too; or one of them is NaN.
    if (left === right || Number(left) === Number(right)) return 0;
  }
  throw new TypeError(
    `A PriorityQueue cannot tell whether ${describeValue(a)} or ${describeValue(b)} goes first; ` +
      "pass { compare: (a, b) => a.priority - b.priority }",
  );
}

function arrayOrder(a: readonly unknown[], b: readonly unknown[]): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const order = naturalOrder(a[index], b[index]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Types that `<` compares by value; numbers and bigints may be mixed. */
function kindOf(value: unknown): "number" | "string" | "boolean" | undefined {
  const type = typeof value;
  if (type === "number" || type === "bigint") return "number";
  return type === "string" || type === "boolean" ? type : undefined;
}

/** What `<` compares; the types that it would convert first are refused by `kindOf`. */
function valueOf(value: unknown): number {
  return (isDate(value) ? value.valueOf() : value) as number; // or whatever kindOf says it is
}

function isDate(value: unknown): value is object {
  return Object.prototype.toString.call(value) === "[object Date]";
}
