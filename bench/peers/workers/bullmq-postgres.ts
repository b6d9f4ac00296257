import { createPostgresBackend, Queue, Worker } from "bullmq";

import { assignment, report } from "../provider.ts";
import { reportFailed, RETRIES, stepJob } from "./bullmq-step-job.ts";

/** As in BullMQ's documentation, "PostgreSQL backend", with default options. */
const { databaseUrl, prompts, ...provider } = assignment();
const connection = { connectionString: databaseUrl, migrate: true };

const queue = new Queue("generations", { connection }, createPostgresBackend);
await queue.waitUntilReady();
const options = { connection, concurrency: 10 };
const work = stepJob(provider);
const worker = new Worker("generations", work, options, createPostgresBackend);
worker.on("completed", () => report("finished"));
worker.on("failed", reportFailed);
worker.on("error", () => {});

for (const prompt of prompts) await queue.add("generate", { prompt }, RETRIES);
