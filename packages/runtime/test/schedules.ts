/** How many schedules the explorations try: a bounded number by default, more with `BAEDAL_SCHEDULES`. */
export const schedules: number = Number(process.env["BAEDAL_SCHEDULES"] ?? 3000);

/** Waits a microtask: the smallest step there is, in which one woken task comes to its next await. */
export const microtask = (): Promise<void> => Promise.resolve();
