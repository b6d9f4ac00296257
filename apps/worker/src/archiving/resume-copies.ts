import type { Delays, GenerationStore, Job, Queues } from "@dashqueue/queue/internal";
import { jobOf } from "@dashqueue/queue/internal";

import { pagesOf } from "../pages.ts";

export interface ResumeCopiesPorts {
  readonly store: Pick<GenerationStore, "list">;
  readonly queues: Pick<Queues, "bringForward">;
  readonly delays: Delays;
  /** All of them are due within this time, however many there are. */
  readonly withinMs: number;
  now(): number;
}

const PAGE = 200;
/** Each copy begins with a query of its task, and these share the account's queries per second. */
const SPACING_MS = 100;

/**
 * Brings forward the copies that wait for their next try, one after the other, because the cause of
 * their failures is gone. The results whose links expire first come first. No copy is delayed.
 *
 * @param isMeant whether to resume the copies of this account
 */
export async function resumeCopies(
  isMeant: (account: string) => boolean,
  { store, queues, delays, withinMs, now }: ResumeCopiesPorts,
  signal: AbortSignal,
): Promise<void> {
  const waiting: { readonly job: Job; readonly expiresAt: number }[] = [];
  const pages = pagesOf((page) => store.list({ status: "archiving", ...page }), PAGE, signal);
  for await (const page of pages)
    for (const generation of page) {
      const job = jobOf(generation, delays, now());
      // It may have ended since it was listed.
      if (generation.status !== "archiving" || job === null) continue;
      if (isMeant(generation.attempt.account))
        waiting.push({ job, expiresAt: generation.result.expiresAt });
    }
  waiting.sort((one, other) => one.expiresAt - other.expiresAt);
  const jobs = waiting.map(({ job }, index) =>
    Object.assign(job, { delayMs: Math.min(index * SPACING_MS, withinMs) }),
  );
  for (let at = 0; at < jobs.length && !signal.aborted; at += PAGE)
    await queues.bringForward("archive", jobs.slice(at, at + PAGE), now());
}
