import type { Generation, Job } from "@dashqueue/queue/internal";
import { jobOf } from "@dashqueue/queue/internal";

/** Only the name of the job is shown, so the delays do not matter. */
const NO_DELAYS = { pollMs: () => 0, sendMs: 1, createMs: 0, reconcileMs: 0 };

/** The job that searches for the task of a lost create request, and polls the task then. */
export function searchJobOf({ id }: Pick<Generation, "id">): Pick<Job, "queue" | "id"> {
  return { queue: "poll", id: `poll-${id}` };
}

/** The job that serves a generation next; null if nothing is left to do. */
export function nextJobOf(generation: Generation, now: number): Pick<Job, "queue" | "id"> | null {
  return jobOf(generation, NO_DELAYS, now);
}
