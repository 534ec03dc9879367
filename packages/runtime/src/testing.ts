export { VirtualClock } from "./testing/virtual-clock.ts";
export { waitUntilIdle } from "./testing/wait-until-idle.ts";
