import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { collectOptions } from "../dist/options/collect-options.js";

/** What is only the command's: where the library takes arguments or methods, or nothing at all. */
const ownOptions = new Set(["input", "output", "compare", "json", "quiet", "config"]);

/** The library's options and what their comments give as defaults. */
function libraryOptions(): Map<string, string> {
  const source = readFileSync(new URL("../../collect/src/options.ts", import.meta.url), "utf8");
  const options = source.matchAll(/@default (.*?)\s*\*\/\s*readonly (\w+)\?:/g);
  return new Map([...options].map(([, value = "", name = ""]) => [name, value]));
}

describe("the options of baedal collect", () => {
  it("are those of the library, by the same names", () => {
    const library = [...libraryOptions().keys()];
    const offered = Object.keys(collectOptions).filter((name) => !ownOptions.has(name));
    expect(offered.toSorted()).toEqual(library.toSorted());
  });

  it("have the defaults of the library", () => {
    const library = libraryOptions();
    const shown = Object.entries(collectOptions).flatMap(([name, spec]) =>
      // The kind and the default of one spec belong together.
      "default" in spec && spec.default !== undefined
        ? [[name, (spec.kind as { format(value: unknown): string }).format(spec.default)]]
        : [],
    );
    expect(shown).not.toEqual([]);
    expect(shown).toEqual(shown.map(([name = ""]) => [name, library.get(name)?.replaceAll('"', "")]));
  });

  it("are named as their flags, in camelCase", () => {
    for (const [name, { flags }] of Object.entries(collectOptions)) {
      const flag = /--([\w-]+)/.exec(flags)?.[1] ?? "";
      expect(name).toBe(flag.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()));
    }
  });
});
