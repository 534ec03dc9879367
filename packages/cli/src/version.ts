import { readFileSync } from "node:fs";

/** The version of the command, as its package.json has it. */
export function readVersion(): string {
  // Our own package.json has a version.
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    readonly version: string;
  };
  return version;
}
