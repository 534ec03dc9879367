import { statSync } from "node:fs";

/** Which file lay at a path: a name may later stand for another one, while whoever had opened the first writes on into it. */
export class FileIdentity {
  readonly #path: string;
  readonly #file: string | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#file = fileAt(path);
  }

  /** The same file still lies there. */
  get holds(): boolean {
    return this.#file !== undefined && fileAt(this.#path) === this.#file;
  }
}

function fileAt(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}
