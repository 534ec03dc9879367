import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** A wrong program in a folder of its own, where the compiler and Node find the packages. */
export class WrongProgram implements AsyncDisposable {
  readonly path: string;
  readonly #folder: string;

  private constructor(folder: string, path: string) {
    this.#folder = folder;
    this.path = path;
  }

  /** Lays out `wrong/<name>.txt`. It is stored as text because the repository's own tools refuse to parse it. */
  static async layOut(name: string): Promise<WrongProgram> {
    const folder = await mkdtemp(join(tmpdir(), "baedal-wrong-"));
    await symlink(join(repository, "node_modules"), join(folder, "node_modules"), "junction");
    await copyFile(join(repository, "examples/wrong", `${name}.txt`), join(folder, name));
    await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(tsconfig(name)));
    return new WrongProgram(folder, join(folder, name));
  }

  /** The codes of the compiler's errors, in its order. */
  async errors(): Promise<string[]> {
    const output = await compilerOutput(this.#folder);
    return [...output.matchAll(/error (TS\d+):/g)].map(([, code]) => code ?? "");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true });
  }
}

function tsconfig(file: string): object {
  return {
    extends: join(repository, "tsconfig.base.json"),
    compilerOptions: {
      composite: false,
      declaration: false,
      declarationMap: false,
      isolatedDeclarations: false,
      noEmit: true,
      typeRoots: [join(repository, "node_modules/@types")],
    },
    files: [file],
  };
}

async function compilerOutput(folder: string): Promise<string> {
  const compiler = join(repository, "node_modules/typescript/bin/tsc");
  return await new Promise((resolve) => {
    // An exit code other than 0 is the point here.
    execFile(process.execPath, [compiler, "-p", folder], (_error, stdout) => resolve(stdout));
  });
}
