import { archiveLocation, createUploadStore, openArchive } from "@dashqueue/archive";
import type { Generation, Submission as ClientSubmission } from "@dashqueue/client";
import { createDashqueueClient } from "@dashqueue/client";
import type { CreateRequest } from "@dashqueue/dashscope";
import { readRequest } from "@dashqueue/dashscope";
import type { Producer, Submission } from "@dashqueue/queue";
import { connectProducer } from "@dashqueue/queue";
import type { Simulator } from "@dashqueue/simulator";
import { startSimulator } from "@dashqueue/simulator";

// Compiled by the consumer's TypeScript against the declarations in the tarballs. The
// expected errors prove that the declarations were found: nothing is `any`.

export async function enqueue(redisUrl: string, submission: Submission): Promise<string> {
  const queue = await connectProducer({ redisUrl });
  // @ts-expect-error: `input` is missing
  await queue.enqueue({ model: "wan2.1-vace-plus" });
  const enqueued = await queue.enqueue(submission, { idempotencyKey: "order-1" });
  if (enqueued.kind === "invalid") throw new Error(JSON.stringify(enqueued.problems));
  if (enqueued.kind === "conflict") throw new Error(`the key belongs to ${enqueued.id}`);
  if (enqueued.kind === "refused") throw new Error(JSON.stringify(enqueued.refusal));
  return enqueued.generation.id;
}

export async function connectWithUploads(redisUrl: string, archiveUrl: string): Promise<Producer> {
  const location = archiveLocation(archiveUrl);
  if (location === null) throw new Error("not the URL of an archive");
  const archive = await openArchive(location);
  const newId = () => crypto.randomUUID();
  const uploads = createUploadStore({ archive, now: Date.now, newId });
  return connectProducer({ redisUrl, uploads });
}

export async function simulate(): Promise<Simulator> {
  // @ts-expect-error: a time is a number or a function
  await startSimulator({ runningMs: "soon" });
  return startSimulator({ runningMs: 10 });
}

export function check(body: unknown): CreateRequest | null {
  const read = readRequest(body);
  return read.ok ? read.request : null;
}

export async function submit(url: string, submission: ClientSubmission): Promise<Generation> {
  const client = createDashqueueClient({ url });
  // @ts-expect-error: `input` is missing
  await client.submit({ model: "wan2.1-vace-plus" });
  return client.submitAndWait({ ...submission, webhook_url: null });
}
