import type { Queue } from "bullmq";
import { Job as StoredJob } from "bullmq";
import type { Redis } from "ioredis";

import type { Job, JobData } from "./job.ts";

type OpenJob = StoredJob<JobData>;

/** BullMQ's score of a delayed job: the time at which it is due, times this, plus a number. */
const SCORES_PER_MS = 0x1000;

/** Moves delayed jobs to their times, except those that are due sooner. */
export async function bringForward(
  redis: Redis,
  queue: Queue<JobData>,
  jobs: readonly Job[],
  now: number,
): Promise<void> {
  if (jobs.length === 0) return;
  const scores = await redis.zmscore(queue.toKey("delayed"), ...jobs.map(({ id }) => id));
  const dueAt = (index: number) => Math.floor(Number(scores[index] ?? 0) / SCORES_PER_MS);
  const later = jobs.filter(({ delayMs }, index) => dueAt(index) > now + delayMs);
  await Promise.all(later.map((job) => moveDelayed(storedJob(queue, job), job.delayMs)));
}

/** Moves a job to its time without reading it. Returns false if it is not delayed. */
export async function hasDelayed(queue: Queue<JobData>, job: Job): Promise<boolean> {
  return storedJob(queue, job)
    .changeDelay(job.delayMs)
    .then(
      () => true,
      () => false,
    );
}

/** Moves a job to another time if it is delayed. */
export async function delayAgain(job: OpenJob, delayMs: number): Promise<void> {
  if (await job.isDelayed()) await moveDelayed(job, delayMs);
}

/** A job that has just left the delayed set is already running, which is enough. */
async function moveDelayed(job: OpenJob, delayMs: number): Promise<void> {
  await job.changeDelay(delayMs).catch(async (cause: unknown) => {
    if (await job.isDelayed()) throw cause;
  });
}

/** A job that can be moved without having been read. */
function storedJob(queue: Queue<JobData>, { stage, data, id }: Job): OpenJob {
  return new StoredJob(queue, stage, data, {}, id);
}
