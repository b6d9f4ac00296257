import type { GenerationEvent } from "@dashqueue/queue/internal";

import { formatDuration, formatTime } from "../html/format.ts";
import { html } from "../html/html.ts";
import type { Html } from "../html/html.ts";

/**
 * The history of a generation.
 *
 * @param now ends an open history; null if the generation has ended.
 */
export function renderHistory(events: readonly GenerationEvent[], now: number | null): Html {
  const rows = events.map((event, index) => {
    const before = events[index - 1];
    return html`<tr>
      <td class="fixed">${formatTime(event.at)}</td>
      <td class="fixed quiet">${before ? `+${formatDuration(event.at - before.at)}` : ""}</td>
      <td class="fixed">${event.name.replaceAll("-", " ")}</td>
      <td class="fixed"><span class="status ${event.status}">${event.status}</span></td>
      <td class="quiet">${detailText(event.detail)}</td>
    </tr>`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="History">
    <table>
      <tr>
        <th>Time</th>
        <th>After</th>
        <th>Event</th>
        <th>Status</th>
        <th>Detail</th>
      </tr>
      ${rows}${openEnd(events.at(-1), now)}
    </table>
  </div>`;
}

function openEnd(last: GenerationEvent | undefined, now: number | null): Html | null {
  if (last === undefined || now === null) return null;
  return html`<tr>
    <td class="fixed quiet">${formatTime(now)}</td>
    <td class="fixed quiet">+${formatDuration(now - last.at)}</td>
    <td class="quiet" colspan="3">in progress</td>
  </tr>`;
}

function detailText(detail: GenerationEvent["detail"]): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null)
    .map(
      ([name, value]) =>
        `${name.replaceAll("_", " ")}: ${name === "task_id" ? shorten(value) : value}`,
    )
    .join(" · ");
}

/** The full id is in the facts above the history. */
function shorten(value: unknown): string {
  return String(value).slice(0, 8);
}
