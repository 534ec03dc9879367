/**
 * Makes `instanceof` hold for instances of the same class of another compatible copy of this package: the command and the
 * script that it runs have one copy each.
 */
export function brand(branded: { readonly prototype: object }, name: string): void {
  const mark = Symbol.for(`baedal/1:${name}`);
  Object.defineProperty(branded.prototype, mark, { value: true });
  Object.defineProperty(branded, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      if (Function.prototype[Symbol.hasInstance].call(this, value)) return true;
      // A subclass inherits this function, but not the name of its base.
      return this === branded && typeof value === "object" && value !== null && mark in value;
    },
  });
}
