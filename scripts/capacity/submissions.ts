import { readFileSync } from "node:fs";

import { connectProducer } from "@dashqueue/queue";

const EXAMPLE = JSON.parse(
  readFileSync(new URL("../../examples/image-reference.json", import.meta.url), "utf8"),
) as { model: string; input: { prompt: string }; parameters: Record<string, unknown> };

let submitted = 0;

/**
 * Submits the example with a prompt of this length, each time with an idempotency key. Returns the
 * ids of the generations.
 */
export async function submit(
  redisUrl: string,
  generations: number,
  promptLength: number,
): Promise<readonly string[]> {
  const producer = await connectProducer({ redisUrl });
  const ids: string[] = [];
  while (ids.length < generations) {
    const key = `order-${(submitted += 1)}`;
    const prompt = `${key} `.padEnd(promptLength, "a film of a forest ");
    const submission = { ...EXAMPLE, input: { ...EXAMPLE.input, prompt } };
    const enqueued = await producer.enqueue(submission, { idempotencyKey: key });
    if (!("generation" in enqueued)) throw new Error(`refused: ${JSON.stringify(enqueued)}`);
    ids.push(enqueued.generation.id);
  }
  await producer.close();
  return ids;
}
