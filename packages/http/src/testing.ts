export { MockConnector, type MockHandler } from "./testing/mock-connector.ts";
export { Player } from "./testing/player.ts";
export { Recorder, type RecorderOptions } from "./testing/recorder.ts";
export type { Exchange, Tape } from "./testing/tape.ts";
