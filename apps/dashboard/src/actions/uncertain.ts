import type { Uncertain } from "@dashqueue/queue/internal";
import { LIST_UNREAD } from "@dashqueue/queue/internal";

import { formatTime } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderTable } from "../html/table.ts";
import { generationPath } from "../paths.ts";
import type { Translate } from "../texts/translate.ts";
import { joinSentences } from "../texts/words.ts";

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
  const lastRead = looks.findLastIndex(({ result }) => !result.startsWith(LIST_UNREAD));
  return looks[lastRead + 1]?.at ?? null;
}

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
    ${claim === null ? null : renderClaim(claim, t)}
    ${renderTable(
      [t("Looked at"), t("Result"), t("Next look")],
      looks.map(({ at, result, waitMs }) => [
        html`<span class="fixed">${formatTime(at)}</span>`,
        result,
        html`<span class="fixed">${formatTime(at + waitMs)}</span>`,
      ]),
      t("No worker has looked for it yet."),
    )}
    <h2 class="next">${t("Tasks that may be its own")}</h2>
    ${renderTable(
      mayAct ? [t("Task"), t("Resolve")] : [t("Task")],
      possibleTasks.map((id) => (mayAct ? [id, taskButton(generation.id, id, t)] : [id])),
      since === null ? t("None was listed so far.") : t("Not known: the list could not be read."),
    )}
    ${mayAct ? resolveForms(generation.id, t) : null}
  </section>`;
}

function renderClaim({ taskId, by, refusal }: NonNullable<Uncertain["claim"]>, t: Translate): Html {
  const stated =
    taskId === null
      ? t("{by} has stated that no task was created.", { by })
      : t("{by} has stated that its task is {task}.", { by, task: taskId });
  if (refusal === null)
    return html`<p>${joinSentences([stated, t("No worker has checked it yet.")], t)}</p>`;
  const refused = t("Refused: {reason}", { reason: refusal });
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
  return html`<p class="quiet">${t("Each button first shows what it would do.")}</p>
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
