/** The worker module of the tests. */
export const workUrl: URL = new URL("./work.ts", import.meta.url);
