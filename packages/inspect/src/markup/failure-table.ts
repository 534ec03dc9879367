import type { FailureGroup } from "../shape/failure-group.ts";
import { formatCount } from "../shape/format-number.ts";
import { readableUrl } from "../shape/readable-url.ts";
import { visibleText } from "../shape/visible-text.ts";
import { html, type Markup } from "../drawing/html.ts";

/** Kinds of failure, the most frequent first; nothing at all where nothing failed. */
export function failureTable(groups: readonly FailureGroup[]): Markup | null {
  if (groups.length === 0) return null;
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  return html`<section aria-labelledby="failures">
    <h2 id="failures">Failures <span class="count">${formatCount(total)}</span></h2>
    <div class="scroll short" role="group" aria-labelledby="failures" tabindex="0">
      <table class="grid cards failures">
        <caption class="hidden">
          Failures by code and status, the most frequent first
        </caption>
        <thead>
          <tr>
            <th scope="col">Code</th>
            <th scope="col" class="n">Status</th>
            <th scope="col" class="n">Requests</th>
            <th scope="col" class="n">Hosts</th>
            <th scope="col">The first of them</th>
          </tr>
        </thead>
        <tbody>
          ${groups.map(failureLine)}
        </tbody>
      </table>
    </div>
  </section>`;
}

function failureLine({ code, status, count, hosts, message, url }: FailureGroup): Markup {
  return html`<tr>
    <th scope="row" class="code">${visibleText(code, 80)}</th>
    <td class="n" data-label="Status">${status ?? "–"}</td>
    <td class="n" data-label="Requests">${formatCount(count)}</td>
    <td class="n" data-label="Hosts">${formatCount(hosts)}</td>
    <td class="example" data-label="The first of them">
      ${visibleText(message, 300)}
      <span class="dim" title="${visibleText(url, 200)}">${visibleText(readableUrl(url), 200)}</span>
    </td>
  </tr>`;
}
