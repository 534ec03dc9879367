import { html, type Markup } from "../drawing/html.ts";
import { keyHelp } from "../drawing/key-help.ts";

/** Columns of the table, from left to right; those of `figures` take the place of the picture when asked for. */
const FIGURES = ["HTTP", "Timer", "Other I/O", "Lock, queue", "Tasks", "Going on", "Waits"] as const;

/** The picture and its table, empty: the script fills in the lines that are in sight. */
export function taskSection(): Markup {
  return html`<section id="requests" aria-labelledby="requests-title">
    <h2 id="requests-title">Tasks <span class="count" id="count"></span></h2>
    <p class="why" id="plain">The picture of the tasks needs JavaScript; what is said above does not.</p>
    ${toolbar()}
    <div class="scroll" id="pane" role="group" aria-labelledby="requests-title" tabindex="0">
      <table class="grid requests tasks" id="waterfall" hidden>
        <caption class="hidden">
          Tasks, each below the one that made it. Times in milliseconds since the first event; the figures say what the
          bars show
        </caption>
        <colgroup>
          <col class="c-url" />
          <col class="c-status" />
          <col class="c-bound" />
          <col class="c-start" />
          <col class="c-time" />
          <col class="c-busy" />
          ${FIGURES.map(() => html`<col class="c-phase" />`)}
          <col class="c-bar" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col" class="url">Task</th>
            <th scope="col" class="status">State</th>
            <th scope="col" class="bound">Bound by</th>
            <th scope="col" class="n start">Start ms</th>
            <th scope="col" class="n time">Life ms</th>
            <th scope="col" class="n busy">Busy ms</th>
            ${FIGURES.map((label) => html`<th scope="col" class="n phase">${label}</th>`)}
            <th scope="col" class="wf">
              <span class="wf-name">Time</span>
              <div class="map" id="map"></div>
              <svg class="axis" aria-hidden="true"></svg>
            </th>
          </tr>
        </thead>
        <tbody></tbody>
      </table>
      <svg id="overlay" aria-hidden="true"></svg>
      <p id="none" class="none" hidden>No task matches</p>
    </div>
    <aside id="detail" class="detail" aria-label="The chosen task" aria-live="polite" hidden></aside>
  </section>`;
}

/** Hidden until the script is there. */
function toolbar(): Markup {
  return html`<div class="tools" id="tools" hidden>
      <label class="hidden" for="search">Search in names, waits, requests and errors</label>
      <input
        id="search"
        type="search"
        placeholder="Search task, wait, URL, error"
        autocomplete="off"
        spellcheck="false"
        aria-keyshortcuts="/"
      />
      <label class="hidden" for="outcome">State</label>
      <select id="outcome">
        <option value="">All tasks</option>
        <option value="alive">Still alive</option>
        <option value="failed">Failed</option>
        <option value="cancelled">Cancelled</option>
        <option value="CPU-bound">CPU-bound</option>
        <option value="I/O-bound">I/O-bound</option>
        <option value="path">On the critical path</option>
      </select>
      <label class="hidden" for="order">Order</label>
      <select id="order" aria-keyshortcuts="S">
        <option value="">As they were made</option>
        <option value="hurts">What hurts first</option>
      </select>
      <span class="zoom" role="group" aria-label="Zoom">
        <button type="button" id="zoom-out" aria-label="Zoom out">−</button>
        <button type="button" id="zoom-in" aria-label="Zoom in">+</button>
        <button type="button" id="zoom-fit">Fit</button>
      </span>
      <output id="matches" class="dim"></output>
    </div>
    <input type="checkbox" id="numbers" /><label for="numbers">As figures</label>`;
}

/** Keys and gestures, for those who look for them. */
export function traceHelp(): Markup {
  const keys = [
    ["/", "search"],
    ["Up Down", "choose a task"],
    ["Home End", "first, last"],
    ["Enter", "fold or unfold what belongs to it"],
    ["Z", "zoom to it"],
    ["S", "what hurts first, or as they were made"],
    ["+ -", "zoom in, out"],
    ["Left Right", "move along the time axis"],
    ["0", "fit the whole run"],
    ["Esc", "close, clear"],
  ] as const;
  return keyHelp(
    keys,
    html`They work while the list of tasks has the focus; <kbd>/</kbd> works everywhere. Drag over the picture or its
      overview to zoom in; with <kbd>Ctrl</kbd> held, so does the wheel, and with <kbd>Shift</kbd> it moves along. A
      double click shows the whole run again. Point at a wait to see who ended it.`,
  );
}
