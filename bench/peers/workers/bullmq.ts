import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";

import { assignment, report } from "../provider.ts";
import type { Generation } from "./bullmq-step-job.ts";
import { reportFailed, RETRIES, stepJob } from "./bullmq-step-job.ts";

/** BullMQ on Redis, with default options. */
const { redisUrl, prompts, ...provider } = assignment();
const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });

const options = { connection, concurrency: 10 };
const worker = new Worker<Generation>("generations", stepJob(provider), options);
worker.on("completed", () => report("finished"));
worker.on("failed", reportFailed);
worker.on("error", () => {});

const queue = new Queue<Generation>("generations", { connection });
for (const prompt of prompts) await queue.add("generate", { prompt }, RETRIES);
