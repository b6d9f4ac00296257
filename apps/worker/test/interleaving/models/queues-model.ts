import type { Job, JobData, Queues, Stage } from "@dashqueue/queue/internal";

import type { Move, Process, Scheduler } from "../scheduler.ts";

/** A job as BullMQ stores it. */
export interface ModelJob {
  readonly id: string;
  readonly queue: string;
  readonly stage: Stage;
  readonly data: JobData;
  state: "waiting" | "delayed" | "active" | "completed" | "failed";
  delayMs: number;
  dueAt: number;
  attemptsStarted: number;
  /** A new object for every run: the holder of an old one has lost its lock. */
  lock: Lock | null;
}

export interface Lock {
  readonly process: Process;
}

type ModeledQueues = Pick<Queues, "ensure" | "isLive" | "close">;

export interface QueuesModel {
  readonly jobs: ReadonlyMap<string, ModelJob>;
  /** Returns the queues as the code of this process sees them. */
  connect(process: Process): ModeledQueues;
  /** Returns the jobs that a worker may take now. */
  ready(): readonly ModelJob[];
  lock(job: ModelJob, process: Process): Lock;
  /** What BullMQ and an operator at the dashboard may do to jobs. */
  moves(): readonly Move[];
  /** Expires the locks of dead workers. */
  expireLocks(): readonly Move[];
}

/**
 * BullMQ's queues as far as decisions depend on them. Ids are unique in a queue, a job has one
 * lock, and a lock may expire while its holder still works. `ensure` follows
 * `packages/queue/src/jobs/queues.ts` command by command. Priorities, order and rates are omitted:
 * any ready job may be taken next.
 */
export function createQueuesModel(scheduler: Scheduler, now: () => number): QueuesModel {
  const jobs = new Map<string, ModelJob>();
  const all = () => [...jobs.values()];
  const stall = (job: ModelJob, weight: number): Move => ({
    label: `the lock of ${job.id} expires (${job.lock?.process.name ?? ""})`,
    weight,
    run: () => put(job, "waiting"),
  });
  const isOrphaned = ({ state, lock }: ModelJob) =>
    state === "active" && lock?.process.alive === false;

  return {
    jobs,
    connect: (process) => connect(process, { jobs, scheduler, now }),
    ready: () =>
      all().filter(
        ({ state, dueAt }) => state === "waiting" || (state === "delayed" && dueAt <= now()),
      ),
    lock(job, process) {
      const lock = { process };
      put(job, "active");
      job.attemptsStarted += 1;
      job.lock = lock;
      return lock;
    },
    expireLocks: () =>
      all()
        .filter(isOrphaned)
        .map((job) => stall(job, 4)),
    moves: () => [
      ...all()
        .filter((job) => job.state === "active" && !isOrphaned(job))
        .map((job) => stall(job, 0.25)),
      ...all()
        .filter(({ state }) => state === "completed" || state === "failed" || state === "delayed")
        .map((job) => ({
          label: `an operator clicks ${job.state === "delayed" ? "promote" : "retry"} on ${job.id}`,
          weight: 0.25,
          run: () => put(job, "waiting"),
        })),
    ],
  };
}

/** Ids are unique in a queue. */
export function nameOf({ queue, id }: Pick<ModelJob, "queue" | "id">): string {
  return `${queue}/${id}`;
}

/** Moves a job to another state, which ends its lock. */
export function put(job: ModelJob, state: ModelJob["state"]): void {
  job.state = state;
  job.lock = null;
  if (state !== "delayed") job.delayMs = 0;
}

export function delay(job: ModelJob, dueAt: number, now: number): void {
  put(job, "delayed");
  job.dueAt = dueAt;
  job.delayMs = dueAt - now;
}

interface Place {
  readonly jobs: Map<string, ModelJob>;
  readonly scheduler: Scheduler;
  now(): number;
}

function connect(process: Process, { jobs, scheduler, now }: Place): ModeledQueues {
  const step = <T>(label: string, effect: () => T) => scheduler.step(process, label, effect);
  const isFinished = ({ state }: ModelJob) => state === "completed" || state === "failed";

  const isDelayed = (job: Job) =>
    step(`asks whether ${job.id} is delayed`, () => jobs.get(nameOf(job))?.state === "delayed");

  const delayAgain = (wanted: Job) =>
    step(`delays ${wanted.id} again`, () => {
      const job = jobs.get(nameOf(wanted));
      if (job?.state !== "delayed") return false;
      delay(job, now() + wanted.delayMs, now());
      return true;
    });

  return {
    async ensure(job, before = "unknown") {
      if (before === "delayed" && (await delayAgain(job))) return;
      const existing =
        before === "none"
          ? undefined
          : await step(`looks for ${job.id}`, () => {
              const found = jobs.get(nameOf(job));
              return found && { finished: isFinished(found), delayMs: found.delayMs };
            });
      if (existing && !existing.finished) {
        if (existing.delayMs !== job.delayMs && (await isDelayed(job))) await delayAgain(job);
        return;
      }
      if (existing) {
        await step(`removes ${job.id}`, () => {
          if (jobs.get(nameOf(job))?.state === "active")
            throw new Error("Job could not be removed: it is locked");
          jobs.delete(nameOf(job));
        });
      }
      await step(`adds ${job.id}`, () => {
        if (!jobs.has(nameOf(job))) jobs.set(nameOf(job), added(job, now()));
      });
    },
    isLive: (job) =>
      step(`asks whether ${job.id} is live`, () => {
        const found = jobs.get(nameOf(job));
        return found !== undefined && !isFinished(found);
      }),
    close: async () => {},
  };
}

function added({ id, queue, stage, data, delayMs }: Job, now: number): ModelJob {
  const state = delayMs > 0 ? "delayed" : "waiting";
  return {
    id,
    queue,
    stage,
    data,
    state,
    delayMs,
    dueAt: now + delayMs,
    attemptsStarted: 0,
    lock: null,
  };
}
