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

  it("lets modules use the same names inside, but not for what they export", () => {
    const files = {
      "/app/main.js": `import { a } from "./a.js";\nimport { b } from "./b.js";\nresult = a() + b();\n`,
      "/app/a.js": `const own = 1;\nexport function a() { return own; }\n`,
      "/app/b.js": `const own = 2;\nexport function b() { return own; }\n`,
    };
    expect(runInNewContext(`let result; ${join(files)}; result`)).toBe(3);
    const clash = { ...files, "/app/b.js": `export function a() {}\nexport function b() {}\n` };
    expect(() => join(clash)).toThrow(/b\.js: "a" is exported by .*a\.js too/u);
  });

  it("takes of a package only what lies behind the imported names of its door", () => {
    const files: Readonly<Record<string, string>> = {
      "/app/main.js": `import { one } from "pack";\nresult = one;\n`,
      "/pack/door.js": `export { one, other } from "./inner/one.js";\nexport { two } from "./two.js";\n`,
      "/pack/inner/one.js": `export const one = 1;\n`,
      "/pack/two.js": `import fs from "node:fs";\nexport const two = 2;\n`,
    };
    const read = (url: URL): string => files[url.pathname] ?? "";
    const door = (): URL => new URL("file:///pack/door.js");
    const script = joinModules(new URL("file:///app/main.js"), read, door);
    expect(runInNewContext(`let result; ${script}; result`)).toBe(1);
    expect(script).not.toContain("two");
    const wrong = (url: URL): string =>
      url.pathname === "/app/main.js" ? `import { three } from "pack";\n` : read(url);
    expect(() => joinModules(new URL("file:///app/main.js"), wrong, door)).toThrow(/pack has no "three"/u);
  });

  it("leaves out what is for readers: comments and layout", () => {
    const script = join({
      "/app/main.js": `/** About it. */\nfunction f() {\n    // Why.\n    return "// kept";\n}\nresult = f();\n`,
    });
    expect(script).not.toMatch(/About|Why|\n +return/u);
    expect(runInNewContext(`let result; ${script}; result`)).toBe("// kept");
  });

  it("refuses imports and exports that it cannot join, and names the place", () => {
    expect(() => join({ "/app/main.js": `import fs from "node:fs";\n` })).toThrow(/main\.js: import fs/u);
    expect(() => join({ "/app/main.js": `export default 1;\n` })).toThrow(SyntaxError);
  });
});
