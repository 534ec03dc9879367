/** What a pool knows of its module when it is not told its type. */
export type UnknownModule = Readonly<Record<string, (...args: unknown[]) => unknown>>;

/** The names of the functions that a module exports. */
export type FunctionName<Module extends object> = {
  [Name in keyof Module]: Module[Name] extends (...args: never[]) => unknown ? Name : never;
}[keyof Module] &
  string;

/** The arguments of one of its functions. */
export type Arguments<Module extends object, Name extends keyof Module> = Module[Name] extends (
  ...args: infer Args
) => unknown
  ? Args
  : never;

/** What awaiting one of its functions gives. */
export type Result<Module extends object, Name extends keyof Module> = Module[Name] extends (
  ...args: never[]
) => infer Returned
  ? Awaited<Returned>
  : never;
