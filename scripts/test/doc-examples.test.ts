import { beforeAll, expect, test } from "vitest";
import { compileDocExamples } from "../check/doc-examples.ts";
import { findDocFences } from "../check/doc-fences.ts";
import { repository } from "../check/repository.ts";

const fences = findDocFences(repository);
let complaints: string[][];

beforeAll(async () => {
  complaints = await compileDocExamples(repository, fences);
}, 120_000);

test("the documentation has examples", () => {
  expect(fences.length).toBeGreaterThan(0);
});

test.each([...fences.entries()].map(([index, { path, line }]) => [`${path}:${line}`, index] as const))(
  "the example at %s compiles",
  (_, index) => {
    expect(complaints[index]).toEqual([]);
  },
);
