import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { joinModules } from "../dist/join-modules.js";

function join(files: Readonly<Record<string, string>>): string {
  return joinModules(new URL("file:///app/main.js"), (url) => files[url.pathname] ?? "");
}

describe("joinModules", () => {
  it("puts what is imported before what imports it, once", () => {
    const script = join({
      "/app/main.js": `import { b } from "./b.js";\nimport { a } from "./lib/a.js";\nresult = b + a;\n`,
      "/app/b.js": `import { a } from "./lib/a.js";\nexport const b = a + 1;\n//# sourceMappingURL=b.js.map\n`,
      "/app/lib/a.js": `export const a = 40;\nexport function unused() {}\n`,
    });
    expect(script.match(/const a = 40/gu)).toHaveLength(1);
    expect(script).not.toContain("sourceMappingURL");
    expect(runInNewContext(`let result; ${script}; result`)).toBe(81);
  });

  it("keeps its names out of the page", () => {
    const script = join({ "/app/main.js": `export const hidden = 1;\n` });
    expect(runInNewContext(`${script}; typeof hidden`)).toBe("undefined");
  });

  it("refuses imports and exports that it cannot join, and names the place", () => {
    expect(() => join({ "/app/main.js": `import fs from "node:fs";\n` })).toThrow(/main\.js: import fs/u);
    expect(() => join({ "/app/main.js": `export default 1;\n` })).toThrow(SyntaxError);
  });
});
