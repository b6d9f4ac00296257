import type { DeliveryAttempt } from "@dashqueue/queue/internal";
import { WEBHOOK_HELP } from "@dashqueue/queue/internal";

import { formatDuration, formatTime } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderTable } from "../html/table.ts";
import { redeliverPath } from "../paths.ts";
import { messageText } from "../texts/messages.ts";
import type { Translate } from "../texts/translate.ts";
import { helpIn, statusText } from "../texts/words.ts";

/** The latest attempts to deliver the webhook messages of a generation. */
export interface ShownDeliveries {
  readonly attempts: readonly DeliveryAttempt[];
  /** Whether the user may send a message again. */
  readonly mayRedeliver: boolean;
  /** The latest attempt when the reader sent a message again, 0 without one; null if none was. */
  readonly resentAfter: number | null;
}

/** Whether the message that the reader sent again has no attempt yet. */
export function isResending({ attempts, resentAfter }: ShownDeliveries): boolean {
  return resentAfter !== null && (attempts.at(-1)?.n ?? 0) <= resentAfter;
}

export function renderDeliveries(
  id: string,
  webhookUrl: string,
  isPaused: boolean,
  deliveries: ShownDeliveries,
  t: Translate,
): Html {
  const { attempts, mayRedeliver } = deliveries;
  // The latest attempt of each message.
  const latest = new Set(new Map(attempts.map(({ revision, n }) => [revision, n])).values());
  const buttonOf = (n: number) => (latest.has(n) ? button(id, n, t) : "");
  const columns = [t("Attempt"), t("Time"), t("Message"), t("Answer"), t("Took"), t("Next")];
  return html`<section id="deliveries">
    <h2>${t("Webhook deliveries")}</h2>
    ${isPaused ? pauseNotice(t) : null} ${resentNotice(webhookUrl, deliveries, t)}
    ${renderTable(
      mayRedeliver ? [...columns, t("Action")] : columns,
      attempts.map((attempt) => cellsOf(attempt, mayRedeliver ? [buttonOf(attempt.n)] : [], t)),
      t("No attempt is kept."),
    )}
  </section>`;
}

function pauseNotice(t: Translate): Html {
  return html`<p>
    ${t("Its endpoint failed several times in a row and is paused.")}
    <a href="${helpIn(WEBHOOK_HELP, t)}"
      >${t("Repair the receiver, and send a message again: one that is accepted resumes it.")}</a
    >
  </p>`;
}

function resentNotice(webhookUrl: string, deliveries: ShownDeliveries, t: Translate): Html | null {
  if (deliveries.resentAfter === null) return null;
  const { host } = new URL(webhookUrl);
  return html`<p role="status">
    ${
      isResending(deliveries)
        ? t(
            "The message is being sent again to {host}. A new attempt appears below once a worker has sent it.",
            { host },
          )
        : t("The message was sent again to {host}: see the latest attempt.", { host })
    }
  </p>`;
}

type Cell = string | Html;

function cellsOf(attempt: DeliveryAttempt, actions: readonly Cell[], t: Translate): Cell[] {
  return [
    String(attempt.n),
    formatTime(attempt.at),
    // Without the color of the status, which would look like the result of the attempt.
    statusText(attempt.event, t),
    answerOf(attempt, t),
    html`<span class="fixed">${formatDuration(attempt.latencyMs, t)}</span>`,
    attempt.nextAt === null ? "" : formatTime(attempt.nextAt),
    ...actions,
  ];
}

function answerOf({ status, error }: DeliveryAttempt, t: Translate): Html {
  return error === null
    ? html`<span class="status succeeded">${t("accepted")}</span> ${status}`
    : html`<span class="status failed">${t("failed")}</span> ${messageText(error, t)}`;
}

function button(id: string, n: number, t: Translate): Html {
  return html`<form method="post" action="${redeliverPath(id, n)}">
    <button aria-label="${t("Send again: the message of attempt {n}", { n })}">
      ${t("Send again")}
    </button>
  </form>`;
}
