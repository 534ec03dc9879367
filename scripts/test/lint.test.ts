import { afterAll, beforeAll, expect, test } from "vitest";
import { runTool } from "../check/run-tool.ts";
import { layOut } from "./lay-out.ts";
import type { Layout } from "./lay-out.ts";

const thenable = `
  class Parcel implements PromiseLike<string> {
    then<A, B>(ok?: ((value: string) => A | PromiseLike<A>) | null, no?: ((error: unknown) => B | PromiseLike<B>) | null) {
      return Promise.resolve("bowl").then(ok, no);
    }
  }
  const order = (): Parcel => new Parcel();
`;

/** Each file breaks the one rule that is named before it. */
const wrong: Readonly<Record<string, readonly [rule: string, text: string]>> = {
  "packages/http/src/drops-promise.ts": [
    "typescript(no-floating-promises)",
    `import { readFile } from "node:fs/promises";\nreadFile("a");`,
  ],
  "packages/http/test/drops-promise-in-test.test.ts": [
    "typescript(no-floating-promises)",
    `import { readFile } from "node:fs/promises";\nreadFile("a");`,
  ],
  "packages/http/src/drops-thenable.ts": ["typescript(no-floating-promises)", `${thenable} order();`],
  "examples/drops-coroutine.ts": [
    "typescript(no-floating-promises)",
    `import { coroutine } from "baedal";\nconst deliver = coroutine(async () => "bowl");\ndeliver();`,
  ],
  "examples/drops-sleep.ts": ["typescript(no-floating-promises)", `import { sleep } from "baedal";\nsleep(1);`],
  "packages/http/src/drops-list.ts": ["typescript(no-floating-promises)", `${thenable} [1, 2].map(() => order());`],
  "packages/http/src/asks-promise.ts": [
    "typescript(no-misused-promises)",
    `export const is = async (): Promise<boolean> => true;\nif (is()) process.exitCode = 1;`,
  ],
  "packages/http/src/async-listener.ts": [
    "typescript(no-misused-promises)",
    `process.on("exit", async () => { await Promise.resolve(); });`,
  ],
  "packages/http/src/awaits-number.ts": ["typescript(await-thenable)", `await 5;`],
  "packages/http/src/returns-from-try.ts": [
    "typescript(return-await)",
    `export async function f(g: () => Promise<number>): Promise<number> { try { return g(); } catch { return 1; } }`,
  ],
  "packages/http/src/circle-a.ts": [
    "import(no-cycle)",
    `import { b } from "./circle-b.ts";\nexport const a = (): number => b();`,
  ],
  "packages/http/src/circle-b.ts": [
    "import(no-cycle)",
    `import { a } from "./circle-a.ts";\nexport const b = (): number => a();`,
  ],
  "packages/http/src/type-circle-a.ts": [
    "import(no-cycle)",
    `import type { B } from "./type-circle-b.ts";\nexport interface A { readonly b: B }`,
  ],
  "packages/http/src/type-circle-b.ts": [
    "import(no-cycle)",
    `import type { A } from "./type-circle-a.ts";\nexport interface B { readonly a: A }`,
  ],
  "packages/http/src/type-of-import.ts": [
    "typescript(consistent-type-imports)",
    `export type A = import("./type-circle-a.ts").A;`,
  ],
  "packages/http/src/default-export.ts": ["import(no-default-export)", `export default 1;`],
  "packages/http/src/any.ts": ["typescript(no-explicit-any)", `export const a = (b: any): unknown => b;`],
  "packages/http/src/non-null.ts": [
    "typescript(no-non-null-assertion)",
    `export const a = (b: readonly string[]): number => b[0]!.length;`,
  ],
  "packages/http/src/later.ts": ["eslint(no-warning-comments)", `// TODO: all of it\nexport const a = 1;`],
  "packages/http/src/says.ts": ["eslint(no-console)", `console.log("hello");`],
  "packages/http/src/ends.ts": ["unicorn(no-process-exit)", `process.exit(1);`],
  "packages/http/src/forgets-case.ts": [
    "typescript(switch-exhaustiveness-check)",
    `export function f(a: "x" | "y"): number { switch (a) { case "x": return 1; }\nreturn 2; }`,
  ],
  "packages/runtime/src/timer.ts": ["eslint(no-restricted-globals)", `setTimeout(() => {}, 1);`],
  "packages/runtime/src/date.ts": ["eslint(no-restricted-globals)", `export const a = (): number => Date.now();`],
  "packages/runtime/src/timers.ts": [
    "eslint(no-restricted-imports)",
    `export { setTimeout } from "node:timers/promises";`,
  ],
};

const right: Readonly<Record<string, string>> = {
  "packages/http/src/awaits-thenable.ts": `${thenable} await order(); void order();`,
  "packages/http/src/lists.ts": `${thenable}
    const orders = [order(), order()];
    orders.reverse(); orders.sort(() => 1); orders.splice(0, 1); orders.shift(); orders.pop();
    Object.defineProperty(Parcel.prototype, "size", { value: 1 });
  `,
  "packages/http/src/timer.ts": `setTimeout(() => {}, 1);`,
  "packages/runtime/src/time/clock.ts": `setTimeout(() => {}, Date.now() - performance.now());`,
  "examples/awaits-coroutine.ts": `
    import { coroutine, createTask, run, sleep, taskGroup } from "baedal";
    const deliver = coroutine(async (to: string) => { await sleep(1); return to; });
    await run(deliver("A"));
    await run(async () => {
      createTask(deliver("B"));
      await taskGroup(async (group) => { group.createTask(deliver("C")); });
      await Promise.all([deliver("D"), sleep(1)]);
      return await deliver("E");
    });
  `,
  "packages/cli/src/says.ts": `console.log("hello");`,
};

/** The part of oxlint's format that is read here. */
interface Diagnostic {
  readonly code: string;
  readonly filename: string;
}

let layout: Layout;
let found: Map<string, Diagnostic[]>;

beforeAll(async () => {
  layout = await layOut({
    ...Object.fromEntries(Object.entries(wrong).map(([path, [, text]]) => [path, text])),
    ...right,
  });
  const { output } = await runTool("oxlint", ["-f", "json"], { cwd: layout.root });
  const { diagnostics } = JSON.parse(output) as { diagnostics: Diagnostic[] }; // oxlint's format
  found = Map.groupBy(diagnostics, ({ filename }) => filename);
});

afterAll(() => layout[Symbol.asyncDispose]());

test.each(Object.entries(wrong).map(([path, [rule]]) => ({ path, rule })))(
  "$path is refused by $rule",
  ({ path, rule }) => {
    expect(found.get(path)?.map(({ code }) => code)).toContain(rule);
  },
);

test.each(Object.keys(right))("%s is accepted", (path) => {
  expect(found.get(path)).toBeUndefined();
});
