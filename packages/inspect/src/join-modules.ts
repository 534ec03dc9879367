const IMPORT = /^import \{[^}]*\} from "(\.[^"]+)";\n/gmu;
const EXPORT = /^export (?=(?:async )?function|class|const)/gmu;
const LEFTOVER = /^(?:import|export)\b.*/mu;

/**
 * Joins ES modules into one script in a scope of its own, dependencies first, so that a page can carry it inline. It
 * knows only what our compiler emits for our own code: relative imports by plain names, declarations exported where
 * they stand, names that are unique in the whole script (a clash is a syntax error, and the tests run it).
 *
 * @param entry the module to start from
 * @param read gives a module's text
 * @throws {SyntaxError} for an import or export of another form
 */
export function joinModules(entry: URL, read: (module: URL) => string): string {
  const bodies = new Map<string, string>();
  const visit = (module: URL): void => {
    if (bodies.has(module.href)) return;
    bodies.set(module.href, "");
    const text = read(module);
    for (const [, specifier] of text.matchAll(IMPORT)) visit(new URL(specifier ?? "", module));
    bodies.delete(module.href); // put it behind what it imports
    bodies.set(module.href, bodyOf(module, text));
  };
  visit(entry);
  return `(() => {\n"use strict";\n${[...bodies.values()].join("")}})();\n`;
}

function bodyOf(module: URL, text: string): string {
  const body = text
    .replace(IMPORT, "")
    .replace(EXPORT, "")
    .replace(/^export \{\};\n/gmu, "")
    .replace(/^\/\/# sourceMappingURL=.*\n?/gmu, "");
  const leftover = LEFTOVER.exec(body);
  if (leftover !== null) throw new SyntaxError(`Cannot join ${module.href}: ${leftover[0]}`);
  return body;
}
