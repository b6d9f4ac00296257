import type { Uncertain } from "@dashqueue/queue/internal";

import { formatDuration, formatTime } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderTable } from "../html/table.ts";
import { generationPath } from "../paths.ts";

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

/** What is known about a lost create request, and how an operator can settle it. */
export function renderUncertain(
  generation: Uncertain,
  looks: readonly Look[],
  mayAct: boolean,
): Html {
  const { absentSince, claim, possibleTasks } = generation;
  return html`<section>
    <h2>The search for its task</h2>
    ${
      absentSince === null
        ? null
        : html`<p>
            DashScope's list showed no task of it for the first time at ${formatTime(absentSince)}.
            A second such list proves that there is none.
          </p>`
    }
    ${claim === null ? null : renderClaim(claim)}
    ${renderTable(
      ["Looked at", "Result", "Next look"],
      looks.map(({ at, result, waitMs }) => [
        html`<span class="fixed">${formatTime(at)}</span>`,
        result,
        html`<span class="fixed">after ${formatDuration(waitMs)}</span>`,
      ]),
      "No worker has looked for it yet.",
    )}
    <h2 class="next">Tasks that may be its own</h2>
    ${renderTable(
      mayAct ? ["Task", "Resolve"] : ["Task"],
      possibleTasks.map((id) => (mayAct ? [id, taskButton(generation.id, id)] : [id])),
      "None was listed so far.",
    )}
    ${mayAct ? resolveForms(generation.id) : null}
  </section>`;
}

function renderClaim({ taskId, by, refusal }: NonNullable<Uncertain["claim"]>): Html {
  const stated = taskId === null ? "that no task was created" : `that its task is ${taskId}`;
  return html`<p>
    ${by} has stated ${stated}.
    ${
      refusal === null
        ? "No worker has checked it yet."
        : html`<span class="problem">Refused: ${refusal}</span>`
    }
  </p>`;
}

function taskButton(id: string, taskId: string): Html {
  return html`<form action="${generationPath(id)}/resolve">
    <input type="hidden" name="task" value="${taskId}" />
    <button aria-label="It is this one…: the task ${taskId}">It is this one…</button>
  </form>`;
}

function resolveForms(id: string): Html {
  return html`<p class="quiet">
      Most are settled without you within minutes. Each button first shows what it would do.
    </p>
    <div class="filter">
      <form action="${generationPath(id)}/resolve" class="filter">
        <label>Task id <input name="task" required /></label>
        <button>It is this task…</button>
      </form>
      <form action="${generationPath(id)}/resolve">
        <button>No task was created…</button>
      </form>
    </div>`;
}
