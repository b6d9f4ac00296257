import type { Delays, GenerationStore, Queues } from "@dashqueue/queue/internal";
import { jobOf } from "@dashqueue/queue/internal";

import { pagesOf } from "../pages.ts";

export interface ResumeCopiesPorts {
  readonly store: Pick<GenerationStore, "list">;
  readonly queues: Pick<Queues, "ensure">;
  readonly delays: Delays;
  now(): number;
}

const PAGE = 200;
/** Each copy begins with a query of its task, and these share the account's queries per second. */
const SPACING_MS = 100;
/** The last ones begin after this time, however many there are. */
const MOST_MS = 60_000;

/**
 * Lets every result that waits for its next try be copied now, one after the other, because what
 * prevented it is gone.
 *
 * @param account null for those of all accounts
 */
export async function resumeCopies(
  account: string | null,
  { store, queues, delays, now }: ResumeCopiesPorts,
): Promise<void> {
  let count = 0;
  for await (const page of pagesOf((part) => store.list({ status: "archiving", ...part }), PAGE))
    for (const generation of page) {
      const job = jobOf(generation, delays, now());
      // It may have ended since it was listed.
      if (generation.status !== "archiving" || job === null) continue;
      if (account !== null && generation.attempt.account !== account) continue;
      await queues.ensure({ ...job, delayMs: Math.min(count * SPACING_MS, MOST_MS) });
      count += 1;
    }
}
