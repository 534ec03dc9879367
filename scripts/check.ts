/**
 * `npm test`: everything that CI checks. Arguments choose steps by name; after `--` they choose test files by a part
 * of their path: `node scripts/check.ts lint tests -- packages/http`.
 */
import { benchTypesStep } from "./check/bench-types-step.ts";
import { chooseSteps } from "./check/choose-steps.ts";
import { importDirectionStep } from "./check/import-direction.ts";
import { packageStep } from "./check/package-step.ts";
import { repository } from "./check/repository.ts";
import { runSteps } from "./check/run-steps.ts";
import { strictDependencies } from "./check/strict-dependencies.ts";
import { testStep } from "./check/test-step.ts";
import { toolStep } from "./check/tool-step.ts";

const args = process.argv.slice(2);
const end = args.includes("--") ? args.indexOf("--") : args.length;

const steps = [
  toolStep("build", "npm", "run", "--silent", "build"),
  toolStep("types", "tsc", "-p", "tsconfig.check.json"),
  benchTypesStep,
  toolStep("lint", "oxlint"),
  importDirectionStep(repository),
  toolStep("format", "oxfmt", "--list-different"),
  toolStep("unused", "knip", "--no-progress"),
  toolStep("requires", "knip", "--no-progress", ...strictDependencies),
  packageStep(repository),
  testStep(args.slice(end + 1)),
];

console.log(`Node ${process.version}`);
process.exitCode = (await runSteps(chooseSteps(steps, args.slice(0, end)))) ? 0 : 1;
