import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A directory that is gone when its scope ends; `path` below it is not made. */
export class Temporary implements Disposable {
  readonly root: string = mkdtempSync(join(tmpdir(), "baedal-collect-"));

  /** A path inside. */
  path(name: string): string {
    return join(this.root, name);
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
