import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { CommandError, UsageError } from "../errors.ts";
import { exitCode } from "../exit-code.ts";

/** Lies in every directory that a demo made, and so marks those that the next one may replace. */
const marker = "about-this-folder.txt";
const about = "Made by `baedal demo`. The next demo replaces everything in this folder.\n";

/** Where a demo works: beside the directory asked for, so that an earlier result stays until there is a new one. */
export interface DemoDirectory extends Disposable {
  /** Where to put everything for now. */
  readonly work: string;
  /** Puts it in place of what an earlier demo left. */
  publish(): void;
}

/**
 * Reserves the directory for a demo. Disposed of before `publish`, nothing is left and nothing has changed.
 *
 * @throws UsageError when something else lies there; CommandError when nothing can be written there.
 */
export function reserveDemoDirectory(directory: string): DemoDirectory {
  refuseForeign(directory);
  const target = resolve(directory);
  const work = join(dirname(target), `.${basename(target)}.${process.pid}`);
  writing(directory, () => mkdirSync(work));
  return {
    work,
    publish: () => writing(directory, () => replace(target, work)),
    [Symbol.dispose]: () => rmSync(work, { recursive: true, force: true }),
  };
}

function refuseForeign(directory: string): void {
  if (!existsSync(directory)) return;
  if (!statSync(directory).isDirectory())
    throw new UsageError(`Cannot put the demo into ${directory}: it is no directory`);
  const inside = readdirSync(directory);
  if (inside.length === 0 || inside.includes(marker)) return;
  throw new UsageError(
    `Cannot put the demo into ${directory}: something else lies there; name another directory with --output`,
  );
}

function replace(target: string, work: string): void {
  writeFileSync(join(work, marker), about);
  rmSync(target, { recursive: true, force: true });
  renameSync(work, target);
}

function writing(directory: string, step: () => void): void {
  try {
    step();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`Cannot write ${directory}: ${reason}`, {
      code: "ERR_BAEDAL_OUTPUT",
      exitCode: exitCode.disk,
      cause,
    });
  }
}
