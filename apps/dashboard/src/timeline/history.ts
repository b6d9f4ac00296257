import type { GenerationEvent } from "@dashqueue/queue/internal";

import { formatDuration, formatTime } from "../html/format.ts";
import { html } from "../html/html.ts";
import type { Html } from "../html/html.ts";
import { renderTable } from "../html/table.ts";
import { detailText } from "../texts/codes.ts";
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
    return [
      html`<span class="fixed time">${formatTime(event.at)}</span>`,
      before === undefined ? "" : after(event.at - before.at, t),
      html`<span class="fixed">${eventText(event.name, t)}</span>`,
      html`<span class="status ${event.status}">${statusText(event.status, t)}</span>`,
      detailsText(event, t),
    ];
  });
  const columns = [t("Time"), t("After"), t("Event"), t("Status"), t("Detail")];
  return renderTable(columns, [...rows, ...openEnd(events.at(-1), now, t)], "");
}

function openEnd(
  last: GenerationEvent | undefined,
  now: number | null,
  t: Translate,
): (string | Html)[][] {
  if (last === undefined || now === null) return [];
  const time = html`<span class="fixed quiet time">${formatTime(now)}</span>`;
  return [[time, after(now - last.at, t), html`<span class="quiet">${t("in progress")}</span>`]];
}

function after(durationMs: number, t: Translate): Html {
  return html`<span class="fixed quiet">+${formatDuration(durationMs, t)}</span>`;
}

/** A worker that finds a task only assumes its status. */
export const FINDINGS: ReadonlySet<string> = new Set(["task-adopted", "task-recovered"]);

function detailsText({ name: event, detail }: GenerationEvent, t: Translate): string {
  const isAssumed = (name: string) => name === "task_status" && FINDINGS.has(event);
  return Object.entries(detail)
    .flatMap(([name, value]) =>
      isAssumed(name) || (value === null && name !== "claimed_task")
        ? []
        : [detailText(name, name === "task_id" ? shorten(value) : (value ?? t("none")), t)],
    )
    .join(" · ");
}

/** The full id is in the facts above the history. */
function shorten(value: unknown): string {
  return String(value).slice(0, 8);
}
