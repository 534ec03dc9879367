import { TraceModel } from "../../analysis/trace-model.ts";
import { find } from "../find.ts";
import { readInSlices } from "./read-in-slices.ts";
import { readRecording } from "./read-recording.ts";
import { addShowButtons } from "./show-buttons.ts";
import { TaskPage } from "./task-page.ts";

// What is said of the recording stands in the page. This script draws it.
async function draw(): Promise<void> {
  const { events, until } = await readRecording(find("#recording", HTMLScriptElement).text);
  const model = new TraceModel();
  const page = new TaskPage(model);
  await readInSlices(model, events, () => page.updateSoFar(until));
  addShowButtons();
  page.update();
}

draw().catch((error: unknown) => {
  const place = find("#none", HTMLElement);
  place.hidden = false;
  place.textContent = `The picture cannot be drawn: ${error instanceof Error ? error.message : String(error)}`;
});
