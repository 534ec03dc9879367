import { once } from "node:events";
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { CommandError } from "../errors.ts";
import { exitCode } from "../exit-code.ts";

/** Where a body is written. Disposed of before `finish`, a file is not there at all. */
export interface BodyTarget extends AsyncDisposable {
  write(chunk: Uint8Array): Promise<void>;
  /** The body is complete. */
  finish(): Promise<void>;
}

/** Stdout, or a file that appears under its name once it is complete. */
export async function bodyTarget(file: string | undefined): Promise<BodyTarget> {
  if (file === undefined) return stdoutTarget();
  return (await isDevice(file))
    ? await handleTarget(file, file)
    : await handleTarget(file, `${file}.${process.pid}.part`);
}

/** `/dev/null`, a pipe: nothing may be put in their place. */
async function isDevice(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

function stdoutTarget(): BodyTarget {
  return {
    async write(chunk) {
      if (!process.stdout.write(chunk)) await once(process.stdout, "drain");
    },
    finish: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function handleTarget(file: string, beside: string): Promise<BodyTarget> {
  const handle: FileHandle = await attempt(file, () => open(beside, "w"));
  let complete = false;
  return {
    write: (chunk) => attempt(file, () => handle.writeFile(chunk)),
    async finish() {
      await attempt(file, () => handle.close());
      if (beside !== file) await attempt(file, () => rename(beside, file));
      complete = true;
    },
    async [Symbol.asyncDispose]() {
      if (complete) return;
      await handle.close();
      if (beside !== file) await rm(beside, { force: true });
    },
  };
}

async function attempt<T>(file: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`Cannot write ${file}: ${reason}`, {
      code: "ERR_BAEDAL_OUTPUT",
      exitCode: exitCode.disk,
      cause,
    });
  }
}
