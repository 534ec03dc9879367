import type { OutsideTask } from "../attach/view-of-process.ts";

/** One line of `baedal top`: a task, or several that stand alike. */
export interface TopRow {
  /** What is drawn before its name to show under whom it stands. */
  readonly indent: string;
  readonly name: string;
  /** How many tasks it stands for. */
  readonly count: number;
  readonly state: OutsideTask["state"];
  /** What it waits for, in words; empty for what runs. */
  readonly words: string;
  /** Milliseconds in this state, at least; of several the longest. */
  readonly since: number;
  /** Milliseconds since it was asked to stop, at least; undefined if it was not. */
  readonly cancelled: number | undefined;
}

/** So many that stand alike are one line. */
const fewest = 4;
/** Levels that are indented. */
const deepest = 12;

/** A task with those below it. */
interface Node {
  readonly task: OutsideTask;
  readonly children: Node[];
  /** How badly it or one below it needs a look. */
  pain: number;
}

/**
 * The tree of a run with what hurts first: among siblings first whoever computes, then who was asked to stop and did not,
 * then who has waited longest; and each as high as the worst below it.
 */
export function topRows(tasks: readonly OutsideTask[]): TopRow[] {
  const rows: TopRow[] = [];
  const left = linesOf(treeOf(tasks), "", 0).reverse();
  for (let line = left.pop(); line !== undefined; line = left.pop()) {
    rows.push(line.row);
    left.push(...linesOf(line.children, line.inner, line.depth + 1).reverse());
  }
  return rows;
}

function treeOf(tasks: readonly OutsideTask[]): Node[] {
  const nodes = new Map(tasks.map((task): [number, Node] => [task.id, { task, children: [], pain: painOf(task) }]));
  const roots: Node[] = [];
  // Whoever made a task is older, so that from the youngest on each is complete when it counts for its parent.
  for (const node of [...nodes.values()].reverse()) {
    const parent = nodes.get(node.task.parent);
    if (parent === undefined) roots.push(node);
    else {
      parent.children.push(node);
      parent.pain = Math.max(parent.pain, node.pain);
    }
  }
  return roots;
}

/** Milliseconds in which nobody has been here: what is worse comes before what merely lasts. */
const ages = 1e12;

function painOf({ state, cancels, cancelledFor, seenFor }: OutsideTask): number {
  if (state === "running") return 2 * ages + seenFor;
  return cancels > 0 ? ages + cancelledFor : seenFor;
}

/** A row, and what comes below it. */
interface Line {
  readonly row: TopRow;
  readonly children: readonly Node[];
  readonly inner: string;
  readonly depth: number;
}

function linesOf(siblings: readonly Node[], indent: string, depth: number): Line[] {
  const groups = [...alike(siblings)].sort(([a], [b]) => (b?.pain ?? 0) - (a?.pain ?? 0));
  return groups.map((group, index) => {
    const isLast = index === groups.length - 1;
    const flat = depth >= deepest;
    const row = rowOf(group, depth === 0 ? "" : `${indent}${isLast ? "└─ " : "├─ "}`);
    const inner = depth === 0 || flat ? indent : `${indent}${isLast ? "   " : "│  "}`;
    return { row, children: group.flatMap(({ children }) => children), inner, depth };
  });
}

/** Siblings without children of their own that stand alike are one group, if there are many of them. */
function alike(siblings: readonly Node[]): Iterable<Node[]> {
  const groups = new Map<string, Node[]>();
  for (const node of siblings.toReversed()) {
    const key = node.children.length > 0 ? `#${node.task.id}` : likeness(node.task);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [node]);
    else group.push(node);
  }
  return [...groups.values()].flatMap((group) =>
    group.length < fewest ? group.map((node) => [node]) : [group.sort((a, b) => b.pain - a.pain)],
  );
}

function likeness({ name, state, waits, cancels }: OutsideTask): string {
  return JSON.stringify([withoutNumbers(name), state, waits.map(withoutNumbers), cancels > 0]);
}

/** `fetch 17` is like `fetch 18`, and so is `GET …/17` like `GET …/18`. */
function withoutNumbers(text: string): string {
  return text.replaceAll(/\d+/gu, "#");
}

function rowOf(group: readonly Node[], indent: string): TopRow {
  const [{ task }] = group as readonly [Node, ...Node[]]; // no group is empty
  return {
    indent,
    name: task.name,
    count: group.length,
    state: task.state,
    words: wordsOf(task),
    since: task.seenFor,
    cancelled: task.cancels > 0 ? task.cancelledFor : undefined,
  };
}

function wordsOf({ state, waits }: OutsideTask): string {
  if (state === "running") return "";
  return state === "waiting" ? waits.join(", ") : "a promise Baedal did not make, or its turn";
}
