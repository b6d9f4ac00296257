import type { Job } from "bullmq";
import { DelayedError, Queue, Worker } from "bullmq";
import { Redis } from "ioredis";

import { assignment, createTask, readStatus, report } from "../provider.ts";

/**
 * As in BullMQ's documentation, "Process step jobs" and "Retrying failing jobs", with default
 * options.
 */
const { baseUrl, redisUrl, pollMs, prompts } = assignment();
const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });

interface Generation {
  prompt: string;
  taskId?: string;
}

const worker = new Worker<Generation>(
  "generations",
  async (job: Job<Generation>, token) => {
    if (job.data.taskId === undefined) {
      await job.updateData({ ...job.data, taskId: await createTask(baseUrl, job.data.prompt) });
    }
    const status = await readStatus(baseUrl, job.data.taskId ?? "");
    if (status === "SUCCEEDED") return;
    if (status === "FAILED") throw new Error("the task failed");
    await job.moveToDelayed(Date.now() + pollMs, token);
    throw new DelayedError();
  },
  { connection, concurrency: 10 },
);
worker.on("completed", () => report("finished"));
worker.on("failed", (job) => {
  if (job !== undefined && job.attemptsMade >= (job.opts.attempts ?? 1)) report("failed");
});
worker.on("error", () => {});

const queue = new Queue<Generation>("generations", { connection });
const options = { attempts: 3, backoff: { type: "exponential", delay: 1_000 } };
for (const prompt of prompts) await queue.add("generate", { prompt }, options);
