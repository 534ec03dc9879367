const IMPORT = /^import \{([^}]*)\} from "([^"]+)";\n/gmu;
const REEXPORT = /^export \{([^}]*)\} from "([^"]+)";$/gmu;
const DECLARATION = /^(?:(?:async )?function\*?|class|const|let) (\w+)/gmu;
// Comments on lines of their own; nobody reads them in the page.
const COMMENT = /^[ \t]*(?:\/\*\*[^]*?\*\/|\/\/.*)\n/gmu;
const EXPORT = /^export (?=(?:async )?function|class|const)/gmu;
const LEFTOVER = /^(?:import|export)\b.*/mu;

/** A module of another package, by the name it is imported by, and where it lies. */
export type ResolveDoor = (specifier: string) => URL;

/**
 * Joins ES modules into one script in a scope of its own, dependencies first, so that a page can carry it inline. It
 * knows only what our compiler emits for our own code: imports by plain names, declarations exported where they stand,
 * names that are unique in the whole script, and doors of packages that only re-export.
 *
 * @param entry the module to start from
 * @param read gives a module's text
 * @param resolve finds the door of a package; of what lies behind it, only the modules with the imported names are taken
 * @throws {SyntaxError} for an import or export of another form, and for a name that is declared twice
 */
export function joinModules(entry: URL, read: (module: URL) => string, resolve?: ResolveDoor): string {
  const bodies = new Map<string, string>();
  const visit = (module: URL): void => {
    if (bodies.has(module.href)) return;
    bodies.set(module.href, "");
    const text = read(module);
    for (const [, names = "", specifier = ""] of text.matchAll(IMPORT)) {
      if (specifier.startsWith(".")) visit(new URL(specifier, module));
      else for (const behind of behindDoor(specifier, names, module, read, resolve)) visit(behind);
    }
    bodies.delete(module.href); // put it behind what it imports
    bodies.set(module.href, bodyOf(module, text));
  };
  visit(entry);
  requireUniqueNames(bodies);
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

function requireUniqueNames(bodies: ReadonlyMap<string, string>): void {
  const owners = new Map<string, string>();
  for (const [module, body] of bodies) {
    for (const [, name = ""] of body.matchAll(DECLARATION)) {
      const other = owners.get(name);
      if (other !== undefined) throw new SyntaxError(`Cannot join ${module}: "${name}" is declared in ${other} too`);
      owners.set(name, module);
    }
  }
}

function bodyOf(module: URL, text: string): string {
  const body = text
    .replace(IMPORT, "")
    .replace(EXPORT, "")
    .replace(/^export \{\};\n/gmu, "")
    .replace(/^\/\/# sourceMappingURL=.*\n?/gmu, "")
    .replace(COMMENT, "");
  const leftover = LEFTOVER.exec(body);
  if (leftover !== null) throw new SyntaxError(`Cannot join ${module.href}: ${leftover[0]}`);
  return body;
}
