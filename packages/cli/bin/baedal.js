#!/usr/bin/env node
// Plain JavaScript that any Node of the last years can parse, so that an old one is told what to do
// instead of failing on syntax it has never seen.
const needed = 24;
if (Number(process.versions.node.split(".")[0]) < needed) {
  console.error(`baedal: cannot run on Node ${process.versions.node}: Node ${needed} or newer is needed`);
  console.error(
    '  Install it from https://nodejs.org, or put it before the command: npx --yes node@26 "$(which baedal)" …',
  );
  process.exitCode = 2;
} else {
  const { main } = await import("../dist/main.js");
  process.exitCode = await main(process.argv.slice(2));
}
