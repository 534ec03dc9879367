/** A worker module whose functions throw what is hard to read. */

export function throwWithBrokenGetter(): never {
  const error = Object.assign(new RangeError("no bowls left"), { code: "ERR_SHORTAGE" });
  throw Object.defineProperty(error, "missing", { get: refuse, enumerable: true });
}

export function throwWithBrokenCause(): never {
  throw Object.defineProperty(new Error("no bowls left"), "cause", { get: refuse });
}

export function throwWithBrokenMessage(): never {
  throw Object.defineProperty(new TypeError("hidden"), "message", { get: refuse });
}

/** Its stack cannot be read either: V8 makes the text of it late, and cannot make one. */
export function throwWithSymbolAsMessage(): never {
  throw Object.assign(new RangeError("soon replaced"), { message: Symbol("no bowls left") });
}

export function throwWithStrangeStack(): never {
  throw Object.assign(new RangeError("no bowls left"), { stack: [refuse] });
}

export function throwRevokedProxy(): never {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  throw proxy;
}

export function throwWithoutText(): never {
  throw { status: 503, toString: refuse };
}

export function throwWithManyCauses(count: number): never {
  let error = new Error("cause 0");
  for (let i = 1; i <= count; i++) error = new Error(`cause ${i}`, { cause: error });
  throw error;
}

/** Each error has the one below it twice: there are 2^levels ways down. */
export function throwWithSharedCauses(levels: number): never {
  let error: Error = new Error("level 0");
  for (let i = 1; i <= levels; i++) error = new AggregateError([error], `level ${i}`, { cause: error });
  throw error;
}

export function throwListInItself(): never {
  const errors: unknown[] = [new Error("first")];
  errors.push(errors);
  throw errors;
}

export function add(a: number, b: number): number {
  return a + b;
}

function refuse(): never {
  throw new Error("not to be read");
}
