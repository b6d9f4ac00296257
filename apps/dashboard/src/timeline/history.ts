import type { GenerationEvent } from "@dashqueue/queue/internal";

import { formatDuration, formatTime } from "../html/format.ts";
import { html } from "../html/html.ts";
import type { Html } from "../html/html.ts";
import type { Translate } from "../texts/translate.ts";
import { eventText, statusText } from "../texts/words.ts";

/**
 * The history of a generation.
 *
 * @param now ends an open history; null if the generation has ended.
 */
export function renderHistory(
  events: readonly GenerationEvent[],
  now: number | null,
  t: Translate,
): Html {
  const rows = events.map((event, index) => {
    const before = events[index - 1];
    return html`<tr>
      <td class="fixed">${formatTime(event.at)}</td>
      <td class="fixed quiet">${before ? `+${formatDuration(event.at - before.at, t)}` : ""}</td>
      <td class="fixed">${eventText(event.name, t)}</td>
      <td class="fixed">
        <span class="status ${event.status}">${statusText(event.status, t)}</span>
      </td>
      <td class="quiet">${detailText(event.detail)}</td>
    </tr>`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${t("History")}">
    <table>
      <tr>
        <th>${t("Time")}</th>
        <th>${t("After")}</th>
        <th>${t("Event")}</th>
        <th>${t("Status")}</th>
        <th>${t("Detail")}</th>
      </tr>
      ${rows}${openEnd(events.at(-1), now, t)}
    </table>
  </div>`;
}

function openEnd(last: GenerationEvent | undefined, now: number | null, t: Translate): Html | null {
  if (last === undefined || now === null) return null;
  return html`<tr>
    <td class="fixed quiet">${formatTime(now)}</td>
    <td class="fixed quiet">+${formatDuration(now - last.at, t)}</td>
    <td class="quiet" colspan="3">${t("in progress")}</td>
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
