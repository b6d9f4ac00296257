import type { Generation } from "@dashqueue/queue/internal";

import { formatTime } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";

/**
 * What the provider's support asks for: where each create request went, and the ids that name it
 * there. Null while the provider knows nothing of the generation.
 */
export function ticketOf(generation: Generation): string | null {
  const { request, failedTasks, disproven = [] } = generation;
  const attempt = "attempt" in generation ? generation.attempt : null;
  const task = "task" in generation ? generation.task : null;
  const failure = "failure" in generation ? generation.failure : null;
  const lines = [
    ...disproven.flatMap((one) => {
      const lost = [
        `Create request without a known task: ${sentTo(one)}`,
        requestLine(one.requestId),
      ];
      return lost.concat(one.lateTasks.map((id) => `Task that appeared later: ${id}`));
    }),
    ...failedTasks.map((id) => `Task that failed: ${id}`),
    attempt && `Create request: ${sentTo(attempt)}`,
    task && requestLine(task.requestId),
    task && `Task: ${task.id} (${task.status})`,
    failure && `Error: ${[failure.code, failure.message].filter(Boolean).join(" ")}`,
    failure && requestLine(failure.requestId),
  ].filter((line) => line !== null);
  return lines.length === 0 ? null : [`Model: ${request.model}`, ...lines].join("\n");
}

interface Sent {
  readonly begunAt: number;
  readonly baseUrl: string;
  readonly account: string;
}

function sentTo({ begunAt, baseUrl, account }: Sent): string {
  return `${formatTime(begunAt)} to ${new URL(baseUrl).host}, account ${account}`;
}

function requestLine(id: string | null): string | null {
  return id === null ? null : `Request ID: ${id}`;
}

/** The ticket, to be copied as a whole. */
export function renderTicket(generation: Generation): Html | null {
  const ticket = ticketOf(generation);
  if (ticket === null) return null;
  return html`<details>
    <summary>For a ticket at the provider's support</summary>
    <pre class="whole">${ticket}</pre>
  </details>`;
}
