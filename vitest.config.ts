import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const onCI = process.env["CI"] !== undefined;

/** They keep nothing between tests, and start nothing: one process may run many of these files after each other. */
const pure = [
  "packages/runtime/test/asyncio/*.test.ts",
  "packages/inspect/test/!(*-page|opentelemetry|watchdog).test.ts",
  "packages/http/test/properties/*.test.ts",
];

/** What is looked at runs in a browser, and is the same whatever Node that was started by. */
const pages = ["packages/inspect/test/*-page.test.ts"];

/**
 * On CI, tests of real processes, sockets and browsers get a second try; the check names in its closing lines whatever needed
 * it. None for what a random schedule or a random input has found, which a second draw would only hide.
 */
const retry = { count: onCI ? 1 : 0, condition: /^(?!Schedule \d|.*Property failed)/u };

const all = ["packages/*/test/**/*.test.ts", "examples/test/**/*.test.ts", "scripts/test/**/*.test.ts"];

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: "pure", include: pure, isolate: false } },
      { extends: true, test: { name: "pages", include: pages, retry } },
      {
        extends: true,
        test: { name: "apart", include: all, exclude: ["**/node_modules/**", ...pure, ...pages], retry },
      },
    ],
    pool: "forks",
    // Half of the time they wait for processes, servers and timers, and leave a processor to another file meanwhile.
    ...(onCI && { maxWorkers: availableParallelism() + 1 }),
    // A machine that is busy with other work must not fail a test that only waits for a condition.
    testTimeout: onCI ? 60_000 : 20_000,
    hookTimeout: onCI ? 60_000 : 20_000,
    expect: {
      // A test without an assertion cannot fail.
      requireAssertions: true,
      // `expect.poll` waits for a condition, too: its own limit would be a second, which a busy browser may need.
      poll: { timeout: onCI ? 50_000 : 15_000 },
    },
    // Node itself loads what ships, so that its state exists once: in tests, in the packages and in their workers.
    server: { deps: { external: [/\/packages\/[^/]+\/dist\//] } },
  },
});
