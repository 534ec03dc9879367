/** The element of a page we rendered ourselves; its absence is a defect of ours, not a case to handle. */
export function find<E extends Element>(selector: string, type: new () => E, within: ParentNode = document): E {
  const element = within.querySelector(selector);
  if (element instanceof type) return element;
  throw new Error(`The page has no ${selector}`);
}
