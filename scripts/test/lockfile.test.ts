import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repository } from "../check/repository.ts";

interface LockedPackage {
  readonly resolved?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

describe.each(["package-lock.json", ".ci/node24/package-lock.json"])("%s", (path) => {
  const lock = JSON.parse(readFileSync(join(repository, path), "utf8")) as { packages: Record<string, LockedPackage> };
  const locked = Object.entries(lock.packages);

  // `npm install` leaves out what the registry does not have, and `npm ci` then refuses the whole lockfile.
  test("has every optional dependency, those of other platforms too", () => {
    const missing = locked.flatMap(([folder, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !has(`${folder}/node_modules/${name}`) && !has(name)),
    );
    expect(missing).toEqual([]);
  });

  test("names no registry", () => {
    expect(locked.filter(([, { link, resolved }]) => link !== true && resolved !== undefined)).toEqual([]);
  });

  function has(place: string): boolean {
    return place in lock.packages || `node_modules/${place}` in lock.packages;
  }
});
