import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "oxc-parser";

/** One example of the documentation: a fence marked `ts`. */
export interface DocFence {
  /** From the root of the repository. */
  readonly path: string;
  /** Of the first line of code, counted from 1. */
  readonly line: number;
  /** The whole file with everything but this example blanked, so that places in it are places in the file. */
  readonly code: string;
}

const sources = "packages/*/src/**/*.{ts,tsx}";
const pages = ["README*.md", "CONTRIBUTING.md", "docs/**/*.md", "packages/*/README*.md", "examples/README*.md"];

/** The examples in doc comments and pages. */
export function findDocFences(root: string): DocFence[] {
  return [
    ...globSync(sources, { cwd: root }).flatMap((path) =>
      fencesIn(path, onlyDocComments(readFileSync(join(root, path), "utf8"))),
    ),
    ...globSync(pages, { cwd: root }).flatMap((path) => fencesIn(path, readFileSync(join(root, path), "utf8"))),
  ];
}

/** A source with everything blanked but the text of its doc comments. */
function onlyDocComments(text: string): string {
  const comments = parseSync("source.tsx", text).comments.filter(
    ({ type, value }) => type === "Block" && value.startsWith("*"),
  );
  let kept = "";
  for (const { start, end } of comments)
    kept += blank(text.slice(kept.length, start)) + blankMargin(text.slice(start, end));
  return kept;
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, " ");
}

/** The opening, the asterisk of each line and the end of a doc comment. */
function blankMargin(comment: string): string {
  return comment.replaceAll(/^\s*(?:\/\*\*|\*(?!\/))|\*\/$/gm, blank);
}

function fencesIn(path: string, text: string): DocFence[] {
  return [...text.matchAll(/^(?<indent> *)```ts *\n(?<code>[^]*?)^\k<indent>```/gm)].map((match) => {
    const start = match.index + match[0].indexOf("\n") + 1;
    const before = blank(text.slice(0, start));
    return { path, line: before.split("\n").length, code: before + (match.groups?.["code"] ?? "") };
  });
}
