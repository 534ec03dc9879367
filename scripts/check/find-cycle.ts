/** A way through the graph that ends where it began, its first node named twice; `undefined` when there is none. */
export function findCycle(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const finished = new Set<string>();
  for (const start of graph.keys()) {
    const cycle = search(graph, start, [], finished);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

function search(
  graph: ReadonlyMap<string, ReadonlySet<string>>,
  node: string,
  way: readonly string[],
  finished: Set<string>,
): string[] | undefined {
  if (way.includes(node)) return [...way.slice(way.indexOf(node)), node];
  if (finished.has(node)) return undefined;
  for (const next of graph.get(node) ?? []) {
    const cycle = search(graph, next, [...way, node], finished);
    if (cycle !== undefined) return cycle;
  }
  finished.add(node);
  return undefined;
}
