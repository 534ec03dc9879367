export { explore, type Exploration, type ExploreOptions } from "./testing/explore.ts";
export { ExploreError } from "./testing/explore-error.ts";
export type { Scenario } from "./testing/try-schedule.ts";
export { VirtualClock } from "./testing/virtual-clock.ts";
export { waitUntilIdle } from "./testing/wait-until-idle.ts";
