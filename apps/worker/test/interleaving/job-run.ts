import type { JobData } from "@dashqueue/queue/internal";

import type { processorOf } from "../../src/loop/run-stage.ts";
import type { Lock, ModelJob, QueuesModel } from "./models/queues-model.ts";
import { delay, nameOf, put } from "./models/queues-model.ts";
import type { Scheduler } from "./scheduler.ts";

export interface JobRunPorts {
  readonly scheduler: Scheduler;
  readonly queues: QueuesModel;
  now(): number;
}

type Processor = ReturnType<typeof processorOf>;

/** BullMQ retries a job that threw. */
const BACKOFF_MS = 5_000;

/** What BullMQ's worker does around a processor, as far as it determines the state of the job. */
export async function runJob(
  job: ModelJob,
  lock: Lock,
  { scheduler, queues, now }: JobRunPorts,
  process: Processor,
): Promise<void> {
  const step = (label: string, effect: () => void) =>
    scheduler.step(lock.process, `${label} ${job.id}`, effect);
  const whileLocked = (effect: () => void) => {
    if (queues.jobs.get(nameOf(job))?.lock !== lock)
      throw new Error(`Missing lock for job ${job.id}`);
    effect();
  };
  const fake = {
    id: job.id,
    queueName: job.queue,
    data: job.data satisfies JobData,
    attemptsStarted: job.attemptsStarted,
    log: async () => 1,
    async updateProgress() {
      if (!queues.jobs.has(nameOf(job))) throw new Error(`Missing key for job ${job.id}`);
    },
    moveToDelayed: (at: number) => step("delays", () => whileLocked(() => delay(job, at, now()))),
    moveToWait: () => step("hands back", () => whileLocked(() => put(job, "waiting"))),
  };
  const end = (effect: () => void) => step("ends", () => whileLocked(effect)).catch(() => {});
  try {
    await process(fake as unknown as Parameters<Processor>[0], "token");
  } catch (error) {
    const { name } = error as Error;
    if (name === "DelayedError" || name === "WaitingError") return;
    await end(() =>
      name === "UnrecoverableError" ? put(job, "failed") : delay(job, now() + BACKOFF_MS, now()),
    );
    return;
  }
  await end(() => put(job, "completed"));
}
