import type { JobsOptions } from "bullmq";
import { Queue } from "bullmq";
import type { Redis } from "ioredis";

import { bringForward, delayAgain, hasDelayed } from "./delayed-jobs.ts";
import type { Job, JobData } from "./job.ts";

/** How long finished jobs stay visible in the dashboard. The record is kept longer. */
const KEEP = { age: 24 * 60 * 60, count: 1_000 };

/** Stages retry on their own. A failed job means a bug or a lost Redis connection: run it again. */
const OPTIONS: JobsOptions = { attempts: 1_000, backoff: { type: "fixed", delay: 5_000 } };

const LIVE = ["waiting", "prioritized", "delayed", "active"] as const;

/** What is known of a job before it is made live: nothing, that there was none, or its state. */
export type Before = "unknown" | "none" | "delayed";

export interface Queues {
  /**
   * Makes a job live: adds it, replaces a finished one, or moves a delayed one to its time. What is
   * known of the job saves reading it.
   */
  ensure(job: Job, before?: Before): Promise<void>;
  /**
   * Moves delayed jobs of one queue to their times. One that is due sooner, or is not delayed,
   * stays as it is.
   *
   * @param now epoch milliseconds
   */
  bringForward(queue: string, jobs: readonly Job[], now: number): Promise<void>;
  /** Adds jobs of generations that have had none. One that exists stays as it is. */
  addAll(jobs: readonly Job[]): Promise<void>;
  /** Whether an operator has paused this queue. */
  isPaused(queue: string): Promise<boolean>;
  /** Ends such a pause. */
  resume(queue: string): Promise<void>;
  /** How many jobs of a queue are waiting, delayed or active. */
  countLive(queue: string): Promise<number>;
  /** Whether this job is waiting, delayed or active. */
  isLive(job: Pick<Job, "queue" | "id">): Promise<boolean>;
  /** The last lines of a job's log, oldest first; none for an unknown job. */
  lastLines(job: Pick<Job, "queue" | "id">, count: number): Promise<readonly string[]>;
  /** How many members this sorted set has beyond the number of live jobs of the queue, now. */
  shortage(queue: string, sortedSet: string): Promise<number>;
  /** Whether a queue has no job that is waiting, delayed or active. */
  isEmpty(queue: string): Promise<boolean>;
  /** Deletes the finished jobs of a queue, its events, and how many jobs have ended when. */
  clear(queue: string): Promise<void>;
  close(): Promise<void>;
}

/** More than all stages and models of the catalog have. */
const MOST_OPEN = 200;

/** BullMQ's queues by name, each opened on first use. Of too many, the least used is closed. */
export function openQueues(connection: Redis, prefix: string): Queues {
  const open = new Map<string, Queue<JobData>>();

  function queue(name: string): Queue<JobData> {
    const used = open.get(name) ?? openQueue(name);
    // The last one is the one that was used last.
    open.delete(name);
    open.set(name, used);
    const [oldest] = open;
    if (oldest !== undefined && open.size > MOST_OPEN) {
      open.delete(oldest[0]);
      // The connection is shared and stays open, so that a call in progress still succeeds.
      oldest[1].close().catch(() => {});
    }
    return used;
  }

  function openQueue(name: string): Queue<JobData> {
    const opened = new Queue<JobData>(name, { connection, prefix, skipWaitingForReady: true });
    // ioredis reconnects; an error event without a listener would end the process.
    opened.on("error", () => {});
    return opened;
  }

  return {
    async ensure(job, before = "unknown") {
      const jobs = queue(job.queue);
      if (before === "delayed" && (await hasDelayed(jobs, job))) return;
      const existing = before === "none" ? undefined : await jobs.getJob(job.id);
      if (existing && existing.finishedOn === undefined) {
        if (existing.delay !== job.delayMs) await delayAgain(existing, job.delayMs);
        return;
      }
      // A message that was delivered or given up is sent again only if a person asks for it.
      if (existing && job.stage === "notify" && job.data.repeats === undefined) return;
      await existing?.remove();
      // One that another process has added meanwhile stays as it is.
      await jobs.add(job.stage, job.data, optionsOf(job));
    },
    bringForward: (name, jobs, now) => bringForward(connection, queue(name), jobs, now),
    async addAll(jobs) {
      for (const name of new Set(jobs.map((job) => job.queue))) {
        const added = jobs
          .filter((job) => job.queue === name)
          .map((job) => ({ name: job.stage, data: job.data, opts: optionsOf(job) }));
        for (let at = 0; at < added.length; at += CHUNK)
          await queue(name).addBulk(added.slice(at, at + CHUNK));
      }
    },
    // As BullMQ does, but without the queue, which it would create in Redis.
    isPaused: async (name) => (await connection.hexists(`${prefix}:${name}:meta`, "paused")) === 1,
    resume: (name) => queue(name).resume(),
    countLive: (name) => countLive(queue(name)),
    async isLive(job) {
      const existing = await queue(job.queue).getJob(job.id);
      return existing !== undefined && existing.finishedOn === undefined;
    },
    async lastLines(job, count) {
      return (await queue(job.queue).getJobLogs(job.id, -count, -1)).logs;
    },
    shortage: (name, sortedSet) => shortage(connection, queue(name), sortedSet),
    isEmpty: async (name) => (await countLive(queue(name))) === 0,
    clear: (name) => clear(connection, queue(name)),
    async close() {
      await Promise.all([...open.values()].map((opened) => opened.close()));
    },
  };
}

async function countLive(queue: Pick<Queue, "getJobCounts">): Promise<number> {
  const counts = await queue.getJobCounts(...LIVE);
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

async function clear(connection: Redis, queue: Queue<JobData>): Promise<void> {
  for (const state of ["completed", "failed"] as const) {
    await queue.clean(0, 0, state);
    const counts = queue.toKey(`metrics:${state}`);
    await connection.del(counts, `${counts}:data`);
  }
  await queue.trimEvents(0);
}

/** How many jobs are added with one message. */
const CHUNK = 500;

function optionsOf(job: Job): JobsOptions {
  return {
    ...OPTIONS,
    jobId: job.id,
    delay: job.delayMs,
    priority: job.priority,
    removeOnComplete: KEEP,
    removeOnFail: KEEP,
    keepLogs: 100,
  };
}

async function shortage(
  redis: Redis,
  queue: Pick<Queue, "toKey">,
  sortedSet: string,
): Promise<number> {
  const counts = redis.multi().zcard(sortedSet);
  for (const list of ["wait", "paused", "active"]) counts.llen(queue.toKey(list));
  for (const set of ["prioritized", "delayed"]) counts.zcard(queue.toKey(set));
  const [members = 0, ...live] = ((await counts.exec()) ?? []).map(([error, count]) => {
    if (error !== null) throw error;
    return Number(count);
  });
  return members - live.reduce((sum, count) => sum + count, 0);
}
