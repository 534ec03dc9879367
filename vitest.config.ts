import { defineConfig } from "vitest/config";

const onCI = process.env["CI"] !== undefined;

export default defineConfig({
  test: {
    include: ["packages/*/test/**/*.test.ts", "examples/test/**/*.test.ts", "scripts/test/**/*.test.ts"],
    pool: "forks",
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
