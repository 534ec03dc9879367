import type { AnyNode, ParentNode } from "domhandler";

/** Every node below `root`, in the order of the page. Without recursion: pages that close nothing are deep. */
export function* walk(root: ParentNode): Generator<AnyNode> {
  for (let node = root.firstChild; node !== null; node = after(node, root)) yield node;
}

function after(node: AnyNode, root: ParentNode): AnyNode | null {
  if ("firstChild" in node && node.firstChild !== null) return node.firstChild;
  let last: AnyNode | null = node;
  while (last !== null && last !== root && last.nextSibling === null) last = last.parentNode;
  return last === null || last === root ? null : last.nextSibling;
}
