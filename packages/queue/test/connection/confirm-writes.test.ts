import { startRedis, waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { connectProducer } from "../../src/index.ts";

const SUBMISSION = {
  model: "wan2.1-vace-plus",
  input: {
    function: "image_reference",
    prompt: "a cat",
    ref_images_url: ["https://h.example/a.png"],
  },
};

it("acknowledges a submission only when a replica has it, and a repeat confirms the first (G9)", async () => {
  await using primary = await startRedis({ appendOnly: true });
  await using replica = await startRedis({
    settings: { replicaof: `127.0.0.1 ${primary.port}` },
  });
  const queue = await connectProducer({ redisUrl: primary.url, durability: "replica" });
  const enqueue = () => queue.enqueue(SUBMISSION, { idempotencyKey: "key-1" });
  try {
    await waitFor(async () => (await queue.enqueue(SUBMISSION).catch(() => null)) !== null, {
      timeoutMs: 60_000,
    });
    await replica.kill();
    await expect(enqueue()).rejects.toThrow("no replica received it");
    // It was written, and still nobody else has it.
    await expect(enqueue()).rejects.toThrow("no replica received it");
    await replica.restart();
    const confirmed = await waitFor(() => enqueue().catch(() => null), { timeoutMs: 60_000 });
    expect(confirmed.kind).toBe("repeated");
  } finally {
    await queue.close();
  }
});
