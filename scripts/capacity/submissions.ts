import { readFileSync } from "node:fs";

import { connectProducer } from "@dashqueue/queue";

const EXAMPLE = JSON.parse(
  readFileSync(new URL("../../examples/image-reference.json", import.meta.url), "utf8"),
) as { model: string; input: { prompt: string }; parameters: Record<string, unknown> };

const AT_ONCE = 50;

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
  const submitOne = async () => {
    const key = `order-${(submitted += 1)}`;
    const prompt = `${key} `.padEnd(promptLength, "a film of a forest ");
    const submission = { ...EXAMPLE, input: { ...EXAMPLE.input, prompt } };
    const enqueued = await producer.enqueue(submission, { idempotencyKey: key });
    if (!("generation" in enqueued)) throw new Error(`refused: ${JSON.stringify(enqueued)}`);
    return enqueued.generation.id;
  };
  while (ids.length < generations) {
    const length = Math.min(AT_ONCE, generations - ids.length);
    ids.push(...(await Promise.all(Array.from({ length }, submitOne))));
  }
  await producer.close();
  return ids;
}
