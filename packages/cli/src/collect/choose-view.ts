import { UsageError } from "../errors.ts";
import type { CollectOptions } from "../options/collect-options.ts";
import type { CollectView } from "../progress/collect-view.ts";
import { jsonView } from "../progress/json-view.ts";
import { liveView } from "../progress/live-view.ts";
import { plainView } from "../progress/plain-view.ts";
import { quietView } from "../progress/quiet-view.ts";
import { isLive } from "../terminal/is-live.ts";

/** The view that the options and the terminal ask for. */
export function chooseView(title: string, { json, quiet }: CollectOptions): CollectView {
  const write = (text: string): void => void process.stderr.write(text);
  if (json === true && quiet === true) throw new UsageError("--json and --quiet exclude each other");
  if (json === true) return jsonView(write);
  if (quiet === true) return quietView(write);
  return isLive(process.stderr) ? liveView(title, process.stderr) : plainView(write);
}
