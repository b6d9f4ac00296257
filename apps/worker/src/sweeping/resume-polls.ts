import type { Delays, GenerationStore, Queues } from "@dashqueue/queue/internal";
import { jobOf } from "@dashqueue/queue/internal";

import type { Place } from "../accounts/accounts.ts";

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
  let after: string | undefined;
  while (!signal.aborted) {
    const page = await store.list({ status: "running", limit: PAGE, after });
    for (const generation of page) {
      if (generation.status !== "running") continue;
      const { attempt } = generation;
      const job = jobOf(generation, delays, now());
      if (attempt.account === account && attempt.baseUrl === baseUrl && job !== null)
        await queues.ensure(job);
    }
    after = page.at(-1)?.id;
    if (page.length < PAGE) return;
  }
}
