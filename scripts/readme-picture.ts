/** Draws the picture of the README, `docs/demo.svg`: what a terminal shows after `npm start`. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { repository } from "./check/repository.ts";
import { capture } from "./picture/capture.ts";
import { drawTerminal } from "./picture/draw-terminal.ts";
import { Terminal } from "./picture/terminal.ts";

const columns = 84;

process.chdir(repository);
const output = await capture("npm --silent start", { columns, rows: 50 });
const terminal = new Terminal(columns);
// The picture shows the reader's checkout, not the one that it was drawn in.
terminal.write(`$ npm start\r\n\r\n${output.replaceAll(repository, "/home/you/baedal")}`);
const title = "npm start: 30 pages collected one after another and then concurrently, with both times";
await writeFile(join(repository, "docs/demo.svg"), drawTerminal(terminal.rows, columns, title));
