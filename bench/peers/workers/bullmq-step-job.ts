import type { Job } from "bullmq";
import { DelayedError } from "bullmq";

import { createTask, readStatus, report } from "../provider.ts";

export interface Generation {
  prompt: string;
  taskId?: string;
}

/** As in BullMQ's documentation, "Process step jobs", for any of its backends. */
export function stepJob({
  baseUrl,
  pollMs,
}: {
  readonly baseUrl: string;
  readonly pollMs: number;
}) {
  return async (job: Job<Generation>, token?: string): Promise<void> => {
    if (job.data.taskId === undefined) {
      await job.updateData({ ...job.data, taskId: await createTask(baseUrl, job.data.prompt) });
    }
    const status = await readStatus(baseUrl, job.data.taskId ?? "");
    if (status === "SUCCEEDED") return;
    if (status === "FAILED") throw new Error("the task failed");
    await job.moveToDelayed(Date.now() + pollMs, token);
    throw new DelayedError();
  };
}

/** As in "Retrying failing jobs". */
export const RETRIES = { attempts: 3, backoff: { type: "exponential", delay: 1_000 } };

/** Reports a job that will not run again. */
export function reportFailed(
  job: { readonly attemptsMade: number; readonly opts: { readonly attempts?: number } } | undefined,
): void {
  if (job !== undefined && job.attemptsMade >= (job.opts.attempts ?? 1)) report("failed");
}
