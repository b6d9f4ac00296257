import type { GenerationEvent, Uncertain } from "@dashqueue/queue/internal";
import { LIST_NOT_READ, LIST_UNREAD } from "@dashqueue/queue/internal";

import { formatTime } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderTable } from "../html/table.ts";
import { generationPath } from "../paths.ts";
import { messageText } from "../texts/messages.ts";
import type { Translate } from "../texts/translate.ts";
import { joinSentences, lookText } from "../texts/words.ts";

/** A search for the task of a lost create request. */
export interface Look {
  readonly at: number;
  /** What came of it. */
  readonly result: string;
  /** How long the worker waits for the next one. */
  readonly waitMs: number;
}

/** Reads a line of the log of a job, as a worker writes it; null for another line. */
export function lookOf(line: string): Look | null {
  const [, time = "", waitMs, result = ""] = /^(\S+) waits (\d+) ms: (.+)$/.exec(line) ?? [];
  const at = Date.parse(time);
  return Number.isNaN(at) ? null : { at, result, waitMs: Number(waitMs) };
}

/** Since when no look could read the provider's list; null if the last one could, or none was. */
export function unreadSince(looks: readonly Look[]): number | null {
  const tried = looks.filter(({ result }) => !result.startsWith(LIST_NOT_READ));
  const lastRead = tried.findLastIndex(({ result }) => !result.startsWith(LIST_UNREAD));
  return tried[lastRead + 1]?.at ?? null;
}

/** Whether a look has read the provider's list. */
function hasRead(looks: readonly Look[]): boolean {
  return looks.some(
    ({ result }) => !result.startsWith(LIST_NOT_READ) && !result.startsWith(LIST_UNREAD),
  );
}

/** The part of a history in which it was unknown whether a task exists. */
export interface Search {
  readonly from: number;
  readonly until: number;
}

/** The last search of a history that is over; null if there was none, or if it goes on. */
export function searchIn(
  events: readonly Pick<GenerationEvent, "name" | "status" | "at">[],
): Search | null {
  const last = events.findLastIndex(({ status }) => status === "uncertain");
  const end = events[last + 1];
  if (last === -1 || end === undefined) return null;
  const before = events.findLastIndex(
    ({ status }, index) => index < last && status !== "uncertain",
  );
  // A worker may look while it is not yet certain that the answer is lost.
  return { from: events[before]?.at ?? 0, until: end.at };
}

/** The search that settled a lost create request, folded. Null if no look of it is known. */
export function renderSettled(
  search: Search | null,
  looks: readonly Look[],
  t: Translate,
): Html | null {
  if (search === null) return null;
  const own = looks.filter(({ at }) => at >= search.from && at <= search.until);
  if (own.length === 0) return null;
  return html`<section>
    <details>
      <summary>
        ${t("The search for its task, until {time}", { time: formatTime(search.until) })}
      </summary>
      ${looksTable(own, t)}
      <p class="quiet">${t("The history below says what settled it.")}</p>
    </details>
  </section>`;
}

function looksTable(looks: readonly Look[], t: Translate): Html {
  return renderTable(
    [t("Looked at"), t("Result"), t("Next look")],
    looks.map(({ at, result, waitMs }) => [
      html`<span class="fixed time">${formatTime(at)}</span>`,
      lookText(result, t),
      html`<span class="fixed time">${formatTime(at + waitMs)}</span>`,
    ]),
    t("No worker has looked for it yet."),
  );
}

/** While the search goes on, only the last looks matter. */
const MOST_SHOWN = 10;

/** What is known about a lost create request, and how an operator can settle it. */
export function renderUncertain(
  generation: Uncertain,
  looks: readonly Look[],
  mayAct: boolean,
  t: Translate,
): Html {
  const { absentSince, claim, possibleTasks } = generation;
  const since = unreadSince(looks);
  return html`<section>
    <h2>${t("The search for its task")}</h2>
    ${
      since === null
        ? null
        : html`<p class="problem">
            ${t("DashScope's task list could not be read even once since {time}, so it is not known whether a task exists. The results below name the errors.", { time: formatTime(since) })}
          </p>`
    }
    ${
      absentSince === null
        ? null
        : html`<p>
            ${t("DashScope's list showed no task of it for the first time at {time}. A second such list proves that there is none.", { time: formatTime(absentSince) })}
          </p>`
    }
    ${claim === null ? null : renderClaim(claim, t)} ${looksTable(looks.slice(-MOST_SHOWN), t)}
    <h2 class="next">${t("Tasks that may be its own")}</h2>
    ${renderTable(
      mayAct ? [t("Task"), t("Resolve")] : [t("Task")],
      possibleTasks.map((id) => (mayAct ? [id, taskButton(generation.id, id, t)] : [id])),
      noneText(looks, t),
    )}
    ${mayAct ? resolveForms(generation.id, t) : null}
  </section>`;
}

/** Why no task is named that may be its own. */
function noneText(looks: readonly Look[], t: Translate): string {
  if (unreadSince(looks) !== null) return t("Not known: the list could not be read.");
  return hasRead(looks) ? t("None was listed so far.") : t("Not known: the list was not read yet.");
}

function renderClaim({ taskId, by, refusal }: NonNullable<Uncertain["claim"]>, t: Translate): Html {
  const stated =
    taskId === null
      ? t("{by} has stated that no task was created.", { by })
      : t("{by} has stated that its task is {task}.", { by, task: taskId });
  if (refusal === null)
    return html`<p>${joinSentences([stated, t("No worker has checked it yet.")], t)}</p>`;
  const refused = t("Refused: {reason}", { reason: messageText(refusal, t) });
  return html`<p>${stated} <span class="problem">${refused}</span></p>`;
}

function taskButton(id: string, taskId: string, t: Translate): Html {
  return html`<form action="${generationPath(id)}/resolve">
    <input type="hidden" name="task" value="${taskId}" />
    <button aria-label="${t("It is this one…: the task {task}", { task: taskId })}">
      ${t("It is this one…")}
    </button>
  </form>`;
}

function resolveForms(id: string, t: Translate): Html {
  return html`<p class="quiet">${t("Each of these two buttons first shows what it would do.")}</p>
    <div class="filter">
      <form action="${generationPath(id)}/resolve" class="filter">
        <label>${t("Task id")} <input name="task" required /></label>
        <button>${t("It is this task…")}</button>
      </form>
      <form action="${generationPath(id)}/resolve">
        <button>${t("No task was created…")}</button>
      </form>
    </div>`;
}
