import { existsSync, globSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Browser } from "playwright-core";

/** Raised when what is unpacked changes. */
const EDITION = 2;
const CACHE = fileURLToPath(new URL("../../../node_modules/.cache/", import.meta.url));

/** Nothing that would ask the network, and no sandbox: tests run as root in containers and open our own pages only. */
const FLAGS = [
  "--no-sandbox",
  "--no-zygote",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--font-render-hinting=none",
];

/** Starts the Chromium that came with `npm ci`. It is for Linux on x64; elsewhere an installed Chrome does. */
export async function launchBrowser(): Promise<Browser> {
  if (process.platform !== "linux" || process.arch !== "x64") return chromium.launch({ channel: "chrome" });
  const home = await unpackChromium();
  // It brings the libraries and fonts that a bare machine lacks.
  const env = { ...process.env, LD_LIBRARY_PATH: join(home, "al2023/lib"), FONTCONFIG_FILE: join(home, "fonts.conf") };
  return chromium.launch({ executablePath: join(home, "chromium"), args: FLAGS, env });
}

/** Unpacks once a version. Whole or absent: it is unpacked beside and renamed, by however many processes at a time. */
async function unpackChromium(): Promise<string> {
  const door = import.meta.resolve("@sparticuz/chromium");
  const packed = fileURLToPath(new URL("../bin/", door));
  const manifest = await readFile(new URL("../package.json", door), "utf8");
  const { version } = JSON.parse(manifest) as { version: string }; // npm's format
  const home = join(CACHE, `chromium-${version}-${EDITION}`);
  if (existsSync(home)) return home;
  await mkdir(CACHE, { recursive: true });
  const beside = await mkdtemp(join(CACHE, "unpacking-"));
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = beside; // where the package unpacks to
  try {
    const { inflate } = await import("@sparticuz/chromium");
    await Promise.all(globSync(`${packed}*.br`).map((file) => inflate(file)));
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  }
  // The configuration that came along looks for fonts in /tmp, and without any font the browser ends at the first text.
  await writeFile(
    join(beside, "fonts.conf"),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>` +
      `<dir>${join(home, "fonts")}</dir><cachedir>${join(home, "fonts-cache")}</cachedir></fontconfig>`,
  );
  await rename(beside, home).catch(() => rm(beside, { recursive: true })); // another process was first
  return home;
}
