const IMPORT = /^import \{([^}]*)\} from "([^"]+)";\n/gmu;
const REEXPORT = /^export \{([^}]*)\} from "([^"]+)";$/gmu;
const EXPORTED = /^export (?:(?:async )?function\*?|class|const) (\w+)/gmu;
// Comments on lines of their own; nobody reads them in the page.
const COMMENT = /^[ \t]*(?:\/\*\*[^]*?\*\/|\/\/.*)\n/gmu;
// Of templates too: where ours break a line, its layout is no content.
const INDENT = /^[ \t]+/gmu;
const EXPORT = /^export (?=(?:async )?function|class|const)/gmu;
const LEFTOVER = /^(?:import|export)\b.*/mu;

/** A module of another package, by the name it is imported by, and where it lies. */
export type ResolveDoor = (specifier: string) => URL;

/**
 * Joins ES modules into one script in a scope of its own, dependencies first, so that a page can carry it inline. It
 * knows only what our compiler emits for our own code: imports by plain names, declarations exported where they stand
 * under names that are unique in the whole script, and doors of packages that only re-export.
 *
 * @param entry the module to start from
 * @param read gives a module's text
 * @param resolve finds the door of a package; of what lies behind it, only the modules with the imported names are taken
 * @throws {SyntaxError} for an import or export of another form, and for a name that two modules export
 */
export function joinModules(entry: URL, read: (module: URL) => string, resolve?: ResolveDoor): string {
  const bodies = new Map<string, string>();
  const owners = new Map<string, string>();
  const visit = (module: URL): void => {
    if (bodies.has(module.href)) return;
    bodies.set(module.href, "");
    const text = read(module);
    for (const [, names = "", specifier = ""] of text.matchAll(IMPORT)) {
      if (specifier.startsWith(".")) visit(new URL(specifier, module));
      else for (const behind of behindDoor(specifier, names, module, read, resolve)) visit(behind);
    }
    bodies.delete(module.href); // put it behind what it imports
    bodies.set(module.href, enclosed(module, text, owners));
  };
  visit(entry);
  return `(() => {\n"use strict";\n${[...bodies.values()].join("")}})();\n`;
}

/** The modules that a door re-exports the names from. */
function behindDoor(
  specifier: string,
  names: string,
  module: URL,
  read: (module: URL) => string,
  resolve: ResolveDoor | undefined,
): URL[] {
  const door = resolve?.(specifier);
  if (door === undefined) throw new SyntaxError(`Cannot join ${module.href}: import of "${specifier}"`);
  const reexports = [...read(door).matchAll(REEXPORT)];
  return splitNames(names).map((name) => {
    const found = reexports.find(([, list = ""]) => splitNames(list).includes(name));
    if (found === undefined) throw new SyntaxError(`Cannot join ${module.href}: ${specifier} has no "${name}"`);
    return new URL(found[2] ?? "", door);
  });
}

function splitNames(list: string): string[] {
  return list.split(",").map((name) => name.trim());
}

/** A module in a scope of its own, out of which only what it exports is seen. */
function enclosed(module: URL, text: string, owners: Map<string, string>): string {
  const names = [...text.matchAll(EXPORTED)].map(([, name = ""]) => name);
  for (const name of names) {
    const other = owners.get(name);
    if (other !== undefined) throw new SyntaxError(`Cannot join ${module.href}: "${name}" is exported by ${other} too`);
    owners.set(name, module.href);
  }
  const body = bodyOf(module, text);
  if (names.length === 0) return `{\n${body}}\n`;
  const list = names.join(", ");
  return `const { ${list} } = (() => {\n${body}return { ${list} };\n})();\n`;
}

function bodyOf(module: URL, text: string): string {
  const body = text
    .replace(IMPORT, "")
    .replace(EXPORT, "")
    .replace(/^export \{\};\n/gmu, "")
    .replace(/^\/\/# sourceMappingURL=.*\n?/gmu, "")
    .replace(COMMENT, "")
    .replace(INDENT, "");
  const leftover = LEFTOVER.exec(body);
  if (leftover !== null) throw new SyntaxError(`Cannot join ${module.href}: ${leftover[0]}`);
  return body;
}
