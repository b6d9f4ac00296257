import type { DeliveryAttempt } from "@dashqueue/queue/internal";

import { formatDuration, formatTime } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderTable } from "../html/table.ts";
import { redeliverPath } from "../paths.ts";
import type { Translate } from "../texts/translate.ts";

/** The latest attempts to deliver the webhook messages of a generation. */
export interface ShownDeliveries {
  readonly attempts: readonly DeliveryAttempt[];
  /** Whether the user may send a message again. */
  readonly mayRedeliver: boolean;
}

export function renderDeliveries(
  id: string,
  { attempts, mayRedeliver }: ShownDeliveries,
  t: Translate,
): Html {
  const columns = [t("Attempt"), t("Time"), t("Message"), t("Answer"), t("Took"), t("Next")];
  return html`<section>
    <h2>${t("Webhook deliveries")}</h2>
    ${renderTable(
      mayRedeliver ? [...columns, t("Action")] : columns,
      attempts.map((attempt) => [
        String(attempt.n),
        formatTime(attempt.at),
        html`<span class="status ${attempt.event}">${attempt.event}</span>`,
        answerOf(attempt, t),
        html`<span class="fixed">${formatDuration(attempt.latencyMs, t)}</span>`,
        attempt.nextAt === null ? "" : formatTime(attempt.nextAt),
        ...(mayRedeliver ? [button(id, attempt.n, t)] : []),
      ]),
      t("No attempt is kept."),
    )}
  </section>`;
}

function answerOf({ status, error }: DeliveryAttempt, t: Translate): Html {
  return error === null
    ? html`<span class="status succeeded">${t("accepted")}</span> ${status}`
    : html`<span class="status failed">${t("failed")}</span> ${error}`;
}

function button(id: string, n: number, t: Translate): Html {
  return html`<form method="post" action="${redeliverPath(id, n)}">
    <button aria-label="${t("Send the message of attempt {n} again", { n })}">
      ${t("Send again")}
    </button>
  </form>`;
}
