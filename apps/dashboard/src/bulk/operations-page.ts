import type { OperationState } from "@dashqueue/queue/internal";

import { html } from "../html/html.ts";
import type { Html } from "../html/html.ts";
import { renderPage } from "../html/page.ts";
import { renderTable } from "../html/table.ts";
import { CHOICES } from "../list/bulk-form.ts";
import { bulkCancelPath, generationPath, operationsPath } from "../paths.ts";
import { messageText } from "../texts/messages.ts";
import type { Text, Translate } from "../texts/translate.ts";

const REFRESH_SECONDS = 2;

/** How far bulk operations are. */
export function renderOperations(
  states: readonly OperationState[],
  mayAct: boolean,
  t: Translate,
): string {
  const isOpen = states.some(({ progress }) => progress.finishedAt === null);
  const columns = [t("Action"), t("Tenant"), t("Done"), t("Left out"), t("Failed"), t("State")];
  const body = html`<h1>${t("Bulk operations")}</h1>
    <section>
      ${renderTable(
        mayAct ? [...columns, ""] : columns,
        states.map((state) => [...cellsOf(state, t), ...(mayAct ? [stopButton(state, t)] : [])]),
        t("None runs."),
      )}
      ${isOpen ? html`<p class="quiet">${t("They run in the background. What was done stays done.")}</p>` : null}
      <p><a href="/generations">${t("To the generations")}</a></p>
      ${states.filter(({ progress }) => progress.failures.length > 0).map((state) => failures(state, t))}
    </section>`;
  const refreshSeconds = isOpen ? REFRESH_SECONDS : undefined;
  return renderPage({ title: t("Bulk operations"), body, refreshSeconds }, t);
}

function cellsOf({ operation, progress, isCanceled }: OperationState, t: Translate) {
  const { action, tenant, count } = operation;
  const { done, skipped, failed } = progress;
  return [
    action === "delete" ? t("Delete") : t(CHOICES[action].name),
    tenant,
    html`<a href="${operationsPath([operation.id])}"
      >${t("{count} of {limit}", { count: done, limit: count })}</a
    >`,
    skipped === 0
      ? "0"
      : html`${skipped}
          <div class="quiet">${t(LEFT_OUT[action])}</div>`,
    failed === 0 ? "0" : html`<span class="problem">${failed}</span>`,
    stateText(progress, isCanceled, t),
  ];
}

/** Why nothing was left to do. */
const LEFT_OUT = {
  archive: "Its files are copied already, or it has none to copy.",
  cancel: "It had ended, or no longer exists.",
  delete: "It has not ended, or no longer exists.",
  redeliver: "Its message was sent meanwhile, or is no longer kept.",
  regenerate: "It has not ended, or no longer exists.",
} as const satisfies Record<OperationState["operation"]["action"], Text>;

const WAITING = {
  max_queued: "waits: its tenant is at its limit of queued generations",
  submits_per_minute: "waits: its tenant is at its limit of submissions a minute",
  disabled: "waits: its tenant is disabled",
  error: "waits after an error, and tries again",
} as const satisfies Record<NonNullable<OperationState["progress"]["waiting"]>["reason"], Text>;

function stateText(
  { passed, finishedAt, waiting }: OperationState["progress"],
  isCanceled: boolean,
  t: Translate,
): string {
  if (finishedAt !== null) return isCanceled ? t("stopped") : t("finished");
  if (isCanceled) return t("is being stopped");
  if (waiting !== null) return t(WAITING[waiting.reason]);
  return passed === 0 ? t("begins") : t("runs");
}

function stopButton({ operation, progress, isCanceled }: OperationState, t: Translate): Html | "" {
  if (progress.finishedAt !== null || isCanceled) return "";
  return html`<form method="post" action="${bulkCancelPath(operation.id)}">
    <button>${t("Stop")}</button>
  </form>`;
}

/** The first ones that failed, with the reason. */
function failures({ progress }: OperationState, t: Translate): Html {
  return html`<h2 class="next">${t("Failed")}</h2>
    <ul>
      ${progress.failures.map(
        ({ id, message }) =>
          html`<li><a href="${generationPath(id)}">${id}</a> ${messageText(message, t)}</li>`,
      )}
    </ul>`;
}
