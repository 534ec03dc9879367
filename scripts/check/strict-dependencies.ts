/**
 * knip's flags for what a package really needs at run time: exactly the `dependencies` of its own package.json. Without
 * them it is content with what the workspace around a package has installed for development.
 */
export const strictDependencies: readonly string[] = ["--production", "--strict", "--dependencies"];
