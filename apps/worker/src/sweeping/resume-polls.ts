import type { Delays, GenerationStore, Queues } from "@dashqueue/queue/internal";
import { jobOf } from "@dashqueue/queue/internal";

import type { Place } from "../accounts/accounts.ts";
import { pagesOf } from "../pages.ts";

export interface ResumePorts {
  readonly store: Pick<GenerationStore, "list">;
  readonly queues: Pick<Queues, "ensure">;
  /** At the pace of tasks whose end nothing else reports. */
  readonly delays: Delays;
  now(): number;
}

const PAGE = 200;

/**
 * Gives every running task at this place its usual poll again, even if sweeps have postponed it.
 */
export async function resumePolls(
  { account, baseUrl }: Place,
  { store, queues, delays, now }: ResumePorts,
  signal: AbortSignal,
): Promise<void> {
  const pages = pagesOf((page) => store.list({ status: "running", ...page }), PAGE, signal);
  for await (const page of pages)
    for (const generation of page) {
      if (generation.status !== "running") continue;
      const { attempt } = generation;
      const job = jobOf(generation, delays, now());
      if (attempt.account === account && attempt.baseUrl === baseUrl && job !== null)
        await queues.ensure(job);
    }
}
