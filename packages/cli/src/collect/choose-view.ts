import type { CollectView } from "../progress/collect-view.ts";
import { jsonView } from "../progress/json-view.ts";
import { liveView } from "../progress/live-view.ts";
import { plainView } from "../progress/plain-view.ts";
import { quietView } from "../progress/quiet-view.ts";
import { isLive } from "../terminal/is-live.ts";
import type { CollectRequest } from "./collect-request.ts";

/** The view that the options and the terminal ask for. */
export function chooseView(title: string, { json, quiet }: CollectRequest): CollectView {
  const write = (text: string): void => void process.stderr.write(text);
  if (json) return jsonView(write);
  if (quiet) return quietView(write);
  return isLive(process.stderr) ? liveView(title, process.stderr) : plainView(write);
}
