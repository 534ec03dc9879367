// What `baedal run` has Node load before the script. Threads of the script load it too, and have nothing to do here.
import { isMainThread } from "node:worker_threads";
import { configVariable, type RecordingConfig } from "./recording-config.ts";

const config = process.env[configVariable];
if (isMainThread && config !== undefined) {
  delete process.env[configVariable];
  // What the script forks is not recorded, and need not load this.
  const { execArgv } = process;
  const place = execArgv.findIndex((arg, index) => arg === "--import" && execArgv[index + 1] === import.meta.url);
  if (place >= 0) execArgv.splice(place, 2);
  const recording = JSON.parse(config) as RecordingConfig; // the command wrote it
  const { watchLoop } = await import("@baedal/inspect/watchdog");
  watchLoop(recording.watch); // first, so that its last report is recorded too
  if (recording.spool !== undefined || recording.live !== undefined) {
    const { startRecording } = await import("./start-recording.ts");
    await startRecording(recording);
  }
}
