import type { HostSummary } from "../shape/collection-summary.ts";
import { visibleText } from "../shape/visible-text.ts";
import { html, type Markup } from "../drawing/html.ts";

/**
 * Search, filters and zoom, hidden until the script is there; and the choice between picture and figures, which the
 * style sheet alone answers and which therefore has to be a sibling of the table's pane.
 */
export function requestToolbar(hosts: readonly HostSummary[]): Markup {
  return html`<div class="tools" id="tools" hidden>
      <label class="hidden" for="search">Search in URL, status and error</label>
      <input
        id="search"
        type="search"
        placeholder="Search URL, status, error"
        autocomplete="off"
        spellcheck="false"
        aria-keyshortcuts="/"
      />
      <label class="hidden" for="outcome">Outcome</label>
      <select id="outcome">
        <option value="">All outcomes</option>
        <option value="ok">Succeeded</option>
        <option value="failed">Failed</option>
        <option value="retried">Retried</option>
        <option value="redirected">Redirected</option>
      </select>
      <label class="hidden" for="host">Host</label>
      <select id="host">
        <option value="">All hosts</option>
        ${hosts.map(({ host }) => html`<option>${visibleText(host, 300)}</option>`)}
      </select>
      <span class="zoom" role="group" aria-label="Zoom">
        <button type="button" id="zoom-out" aria-label="Zoom out">−</button>
        <button type="button" id="zoom-in" aria-label="Zoom in">+</button>
        <button type="button" id="zoom-fit">Fit</button>
      </span>
      <output id="matches" class="dim"></output>
    </div>
    <input type="checkbox" id="numbers" /><label for="numbers">Phases as numbers</label>`;
}
