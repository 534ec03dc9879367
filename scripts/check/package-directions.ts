/** Which packages of this workspace each of them may import. Everything runs downwards; what is not here is refused. */
export const packageDirections: Readonly<Record<string, readonly string[]>> = {
  baedal: [],
  "@baedal/threads": ["baedal"],
  "@baedal/http": ["baedal"],
  "@baedal/collect": ["baedal", "@baedal/http", "@baedal/threads"],
  // Views know the trace and plain rows, never what made them.
  "@baedal/inspect": ["baedal"],
  "@baedal/cli": ["baedal", "@baedal/http", "@baedal/collect", "@baedal/inspect", "@baedal/threads"],
};
