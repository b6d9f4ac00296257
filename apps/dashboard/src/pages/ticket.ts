import type { Generation } from "@dashqueue/queue/internal";

import { formatTime } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import type { Translate } from "../texts/translate.ts";

/**
 * What the provider's support asks for: where each create request went, and the ids that name it
 * there. Null while the provider knows nothing of the generation.
 */
export function ticketOf(generation: Generation, t: Translate): string | null {
  const { request, failedTasks, disproven = [] } = generation;
  const attempt = "attempt" in generation ? generation.attempt : null;
  const task = "task" in generation ? generation.task : null;
  const failure = "failure" in generation ? generation.failure : null;
  const lines = [
    ...disproven.flatMap((one) => {
      const lost = [
        t("Create request without a known task: {sent}", { sent: sentTo(one, t) }),
        requestLine(one.requestId),
      ];
      return lost.concat(one.lateTasks.map((id) => t("Task that appeared later: {id}", { id })));
    }),
    ...failedTasks.map((id) => t("Task that failed: {id}", { id })),
    attempt && t("Create request: {sent}", { sent: sentTo(attempt, t) }),
    task && requestLine(task.requestId),
    task && t("Task: {id} ({status})", { id: task.id, status: task.status }),
    failure &&
      t("Error: {error}", { error: [failure.code, failure.message].filter(Boolean).join(" ") }),
    failure && requestLine(failure.requestId),
  ].filter((line) => line !== null);
  return lines.length === 0
    ? null
    : [t("Model: {model}", { model: request.model }), ...lines].join("\n");
}

interface Sent {
  readonly begunAt: number;
  readonly baseUrl: string;
  readonly account: string;
}

function sentTo({ begunAt, baseUrl, account }: Sent, t: Translate): string {
  const [time, { host }] = [formatTime(begunAt), new URL(baseUrl)];
  return t("{time} to {host}, account {account}", { time, host, account });
}

function requestLine(id: string | null): string | null {
  return id === null ? null : `Request ID: ${id}`;
}

/** The ticket, to be copied as a whole. */
export function renderTicket(generation: Generation, t: Translate): Html | null {
  const ticket = ticketOf(generation, t);
  if (ticket === null) return null;
  return html`<details>
    <summary>${t("For a ticket at the provider's support")}</summary>
    <pre class="whole">${ticket}</pre>
  </details>`;
}
