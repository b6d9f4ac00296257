import type { DeliveryAttempt } from "@dashqueue/queue/internal";

import { formatDuration, formatTime } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderTable } from "../html/table.ts";
import { redeliverPath } from "../paths.ts";

/** The latest attempts to deliver the webhook messages of a generation. */
export interface ShownDeliveries {
  readonly attempts: readonly DeliveryAttempt[];
  /** Whether the user may send a message again. */
  readonly mayRedeliver: boolean;
}

export function renderDeliveries(id: string, { attempts, mayRedeliver }: ShownDeliveries): Html {
  const columns = ["Attempt", "Time", "Message", "Answer", "Took", "Next"];
  return html`<section>
    <h2>Webhook deliveries</h2>
    ${renderTable(
      mayRedeliver ? [...columns, "Action"] : columns,
      attempts.map((attempt) => [
        String(attempt.n),
        formatTime(attempt.at),
        html`<span class="status ${attempt.event}">${attempt.event}</span>`,
        answerOf(attempt),
        formatDuration(attempt.latencyMs),
        attempt.nextAt === null ? "" : formatTime(attempt.nextAt),
        ...(mayRedeliver ? [button(id, attempt.n)] : []),
      ]),
      "No attempt is kept.",
    )}
  </section>`;
}

function answerOf({ status, error }: DeliveryAttempt): Html {
  return error === null
    ? html`<span class="status succeeded">accepted</span> ${status}`
    : html`<span class="status failed">failed</span> ${error}`;
}

function button(id: string, n: number): Html {
  return html`<form method="post" action="${redeliverPath(id, n)}">
    <button aria-label="Send the message of attempt ${n} again">Send again</button>
  </form>`;
}
