import { runTool } from "./run-tool.ts";
import { single } from "./step.ts";
import type { Step } from "./step.ts";

/** A step that is one tool, which says by its exit code whether all is well. */
export function toolStep(name: string, tool: string, ...args: readonly string[]): Step {
  return {
    name,
    async run() {
      const { code, output } = await runTool(tool, args);
      return single(code === 0, output);
    },
  };
}
