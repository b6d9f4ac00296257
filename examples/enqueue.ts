// Enqueues a generation from a Node service that can reach Redis, without HTTP.
//
//   REDIS_URL=redis://127.0.0.1:6379 DASHQUEUE_PREFIX='{dashqueue}' node examples/enqueue.ts
import { readFileSync } from "node:fs";

import type { Submission } from "@dashqueue/queue";
import { connectProducer } from "@dashqueue/queue";

const { REDIS_URL = "redis://127.0.0.1:6379", DASHQUEUE_PREFIX = "{dashqueue}" } = process.env;

// The body is DashScope's own create body.
const submission = JSON.parse(
  readFileSync(new URL("image-reference.json", import.meta.url), "utf8"),
) as Submission;

// The prefix must be the workers' prefix, or no worker sees the generation.
const queue = await connectProducer({ redisUrl: REDIS_URL, prefix: DASHQUEUE_PREFIX });

// One order is one video: after a crash or a timeout, repeat the call with the same key.
const enqueued = await queue.enqueue(submission, { idempotencyKey: "order-4711" });

switch (enqueued.kind) {
  case "accepted":
  case "repeated":
    console.log(`${enqueued.kind} ${enqueued.generation.id}`);
    break;
  case "conflict":
    console.error(`order-4711 was used for another request: ${enqueued.id}`);
    process.exitCode = 1;
    break;
  case "refused":
    console.error(`the tenant may not submit this: ${JSON.stringify(enqueued.refusal)}`);
    process.exitCode = 1;
    break;
  case "invalid":
    for (const { path, message } of enqueued.problems) console.error(`${path}: ${message}`);
    process.exitCode = 1;
    break;
}

await queue.close();
