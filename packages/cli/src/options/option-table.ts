import { type Command, Option } from "commander";
import type { OptionKind } from "./option-kind.ts";

/** One option as data: the help, the parser, the documentation and the tests all read this. */
// In brackets, so that a union such as a format's names stays one type.
export type OptionSpec<Value> = [Value] extends [boolean] ? SwitchSpec : ValueSpec<Value> | RepeatableSpec<Value>;

interface Described {
  /** As commander takes them: `-o, --output <dir>`. */
  readonly flags: string;
  /** Meaning, in one line. */
  readonly help: string;
  /** Heading of the help under which it stands. */
  readonly group: string;
  /** Environment variable that gives the value where the flag does not. */
  readonly env?: string;
}

/** Present or absent. */
export interface SwitchSpec extends Described {
  readonly kind: "switch";
  /** Meaning of the same flag with `--no-`, where there is one; then absence is a third state. */
  readonly negated?: string;
}

/** Takes one value; given twice, the last one counts. */
export interface ValueSpec<Value> extends Described {
  readonly kind: OptionKind<NonNullable<Value>>;
  /** What counts when the flag is absent. */
  readonly default?: NonNullable<Value>;
}

/** May be given several times. */
export interface RepeatableSpec<Value> extends Described {
  readonly kind: "repeatable";
  readonly each: Value extends readonly (infer Item)[] ? OptionKind<Item> : never;
}

/** All options of a command; the keys are the names in camelCase. */
export type OptionTable<Values> = { readonly [Key in keyof Values]-?: OptionSpec<NonNullable<Values[Key]>> };

type AnySpec = SwitchSpec | ValueSpec<{}> | RepeatableSpec<readonly unknown[]>;

/** Offers every option of the table on the command. */
export function addOptions<Values>(command: Command, table: OptionTable<Values>): void {
  // Which value a key holds no longer matters here: each spec brings its own parser.
  for (const spec of Object.values(table) as AnySpec[]) for (const option of toOptions(spec)) command.addOption(option);
}

/** The flag in full, as messages name it: `--output`. */
export function flagOf({ flags }: { readonly flags: string }): string {
  return /--[\w-]+/u.exec(flags)?.[0] ?? flags;
}

/** A message of the library that begins with the name of an option, with its flag in place of that. */
export function withFlag(message: string, table: Readonly<Record<string, { readonly flags: string }>>): string {
  const [name = ""] = message.split(" ", 1);
  const spec = Object.hasOwn(table, name) ? table[name] : undefined;
  return spec === undefined ? message : flagOf(spec) + message.slice(name.length);
}

function toOptions(spec: AnySpec): Option[] {
  const option = toOption(spec);
  if (spec.kind !== "switch" || spec.negated === undefined) return [option];
  return [option, new Option(spec.flags.replace("--", "--no-"), spec.negated).helpGroup(spec.group)];
}

function toOption(spec: AnySpec): Option {
  const option = new Option(spec.flags, spec.help).helpGroup(spec.group);
  if (spec.env !== undefined) option.env(spec.env);
  const flag = flagOf(spec);
  if (spec.kind === "switch") return option;
  if (spec.kind === "repeatable") {
    // commander hands the value so far back to the parser that made it.
    return option.argParser((typed, before) => [
      ...((before as unknown[] | undefined) ?? []),
      spec.each.parse(typed, flag),
    ]);
  }
  const { kind } = spec;
  if (spec.default !== undefined) option.default(spec.default, kind.format(spec.default));
  return option.argParser((typed) => kind.parse(typed, flag));
}
