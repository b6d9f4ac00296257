import type { JobData, Stage } from "@dashqueue/queue/internal";
import type { Processor } from "bullmq";

/** Counts the jobs that run in this process. */
export interface RunningJobs {
  /** The same processor, whose runs are counted. */
  counted(stage: Stage, processor: Processor<JobData>): Processor<JobData>;
  /** How many run now, by stage. */
  counts(): Readonly<Record<string, number>>;
}

export function createRunningJobs(): RunningJobs {
  const running = new Map<Stage, number>();
  const add = (stage: Stage, count: number) =>
    void running.set(stage, (running.get(stage) ?? 0) + count);
  return {
    counted: (stage, processor) => async (job, token, signal) => {
      add(stage, 1);
      try {
        return (await processor(job, token, signal)) as unknown;
      } finally {
        add(stage, -1);
      }
    },
    counts: () => Object.fromEntries(running),
  };
}
