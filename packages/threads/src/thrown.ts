/**
 * What a function threw, in a form that survives the way to another thread. The structured clone algorithm keeps neither
 * the name of an error that is not one of the language's, nor its own properties (`code`, `status`, …).
 */
export type Thrown =
  | { readonly kind: "error"; readonly error: ErrorRecord }
  | { readonly kind: "value"; readonly value: unknown }
  /** A list with errors in it. */
  | { readonly kind: "list"; readonly items: readonly Thrown[] }
  /** What cannot be cloned, as text. */
  | { readonly kind: "text"; readonly text: string };

interface ErrorRecord {
  /** The nearest class of the language, for `instanceof`. */
  readonly base: string;
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** `cause`, `errors` and the own enumerable properties, as far as they can be cloned. */
  readonly properties: readonly (readonly [name: string, enumerable: boolean, value: Thrown])[];
}

const bases = [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError] as const;

/** In the worker: takes apart what was thrown. */
export function recordThrown(thrown: unknown): Thrown {
  return record(thrown, new Set());
}

function record(value: unknown, above: ReadonlySet<unknown>): Thrown {
  if (value instanceof Error && !above.has(value)) return { kind: "error", error: recordError(value, above) };
  if (Array.isArray(value) && value.some((item) => item instanceof Error)) {
    return { kind: "list", items: value.map((item) => record(item, above)) };
  }
  try {
    return { kind: "value", value: structuredClone(value) };
  } catch {
    return { kind: "text", text: String(value) };
  }
}

function recordError(error: Error, above: ReadonlySet<unknown>): ErrorRecord {
  const within = new Set(above).add(error);
  const properties = propertyNames(error).map(
    (name) =>
      [name, Object.prototype.propertyIsEnumerable.call(error, name), record(read(error, name), within)] as const,
  );
  return {
    base: baseOf(error),
    name: String(error.name),
    message: String(error.message),
    stack: error.stack,
    // A property that cannot be cloned would only be in the way as text: a socket, a response.
    properties: properties.filter(([name, , { kind }]) => kind !== "text" || name === "cause"),
  };
}

function baseOf(error: Error): string {
  if (error instanceof DOMException) return "DOMException";
  if (error instanceof AggregateError) return "AggregateError";
  return bases.find((known) => error instanceof known)?.name ?? "Error";
}

/** A `code` may stand on the prototype. */
function propertyNames(error: Error): string[] {
  const names = new Set(Object.keys(error));
  for (const name of ["cause", "errors"]) if (Object.hasOwn(error, name)) names.add(name);
  if ("code" in error && !(error instanceof DOMException)) names.add("code");
  for (const name of ["name", "message", "stack"]) names.delete(name);
  return [...names];
}

function read(error: Error, name: string): unknown {
  return (error as unknown as Readonly<Record<string, unknown>>)[name];
}

/** In the thread that asked: the error again. */
export function reviveThrown(thrown: Thrown): unknown {
  switch (thrown.kind) {
    case "error":
      return reviveError(thrown.error);
    case "list":
      return thrown.items.map(reviveThrown);
    case "value":
      return thrown.value;
    case "text":
      return thrown.text;
  }
}

function reviveError({ base, name, message, stack, properties }: ErrorRecord): Error {
  const error = blankError(base, name, message);
  if (error.name !== name) hide(error, "name", name);
  hide(error, "stack", stack);
  for (const [property, enumerable, value] of properties) {
    Object.defineProperty(error, property, {
      value: reviveThrown(value),
      enumerable,
      configurable: true,
      writable: true,
    });
  }
  return error;
}

function blankError(base: string, name: string, message: string): Error {
  if (base === "DOMException") return new DOMException(message, name);
  // Its errors follow with the other properties.
  if (base === "AggregateError") return new AggregateError([], message);
  const Base = bases.find((known) => known.name === base) ?? Error;
  return new Base(message);
}

/** As the language defines them: there, but not listed. */
function hide(error: Error, name: "name" | "stack", value: string | undefined): void {
  Object.defineProperty(error, name, { value, enumerable: false, configurable: true, writable: true });
}
