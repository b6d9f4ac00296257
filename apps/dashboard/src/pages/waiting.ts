import type { GenerationView } from "@dashqueue/queue/internal";

import { formatDuration, formatTime } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { fact } from "./fact.ts";

type Waiting = NonNullable<GenerationView["waiting"]>;

const REASONS: Readonly<Record<Waiting["reason"], string>> = {
  slot: "It waits for a free slot of its model.",
  spending: "The limit of spending leaves no room.",
  tenant_limit: "A limit of its tenant leaves no room.",
  account: "DashScope refuses the account.",
  paused: "An operator has paused the queue of its model.",
  check: "Its lane is closed until DashScope's tasks were compared with the records.",
  backoff: "Its last attempt failed for now, and another one follows.",
  collection: "Results cannot be stored or downloaded, so nothing is bought.",
};

/** Why a generation waits, how long still, and what to do. */
export function renderWaiting({ queue, error }: GenerationView, waiting: Waiting): Html {
  const { reason, since, next_try: nextTry, position, advice } = waiting;
  return html`<section>
    <h2>Why it is waiting</h2>
    <p>${REASONS[reason]} ${error?.message ?? null}</p>
    <dl>
      ${fact("What to do", advice)}
      ${fact("Place", position === null ? null : `${position} in the line of its tenant`)}
      ${fact("Gets a slot", etaText(queue?.eta_seconds ?? null))}
      ${fact("Next try", nextTry && formatTime(Date.parse(nextTry)))}
      ${fact("Since", formatTime(Date.parse(since)))}
      ${fact("Kind", error && `${error.kind}${error.code === "" ? "" : ` (${error.code})`}`)}
      ${fact("Request ID", error?.request_id)}
    </dl>
  </section>`;
}

function etaText(eta: NonNullable<GenerationView["queue"]>["eta_seconds"]): string | null {
  if (eta === null) return null;
  const [half, most] = [eta.p50, eta.p90].map((seconds) => formatDuration(seconds * 1_000));
  return `in about ${half}; nine of ten within ${most}`;
}
