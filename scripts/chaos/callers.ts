import { setTimeout } from "node:timers/promises";

import type { GenerationView } from "@dashqueue/queue/internal";

const RETRY_MS = 200;

/**
 * Submits a generation, retrying while the producer or Redis is away. The key makes it idempotent.
 */
export async function enqueue(producerUrl: string, body: unknown, key: string): Promise<string> {
  for (;;) {
    const response = await attempt(`${producerUrl}/v1/generations`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": key },
      body: JSON.stringify(body),
    });
    if (response?.status === 202) return ((await response.json()) as GenerationView).id;
    if (response !== null && response.status < 500)
      throw new Error(`${response.status} ${await response.text()}`);
    await setTimeout(RETRY_MS);
  }
}

/** Reads a generation, retrying in the same way; null if it is unknown. */
export async function read(producerUrl: string, id: string): Promise<GenerationView | null> {
  for (;;) {
    const response = await attempt(`${producerUrl}/v1/generations/${id}`, {});
    if (response?.status === 200) return (await response.json()) as GenerationView;
    if (response?.status === 404) return null;
    await setTimeout(RETRY_MS);
  }
}

async function attempt(url: string, init: RequestInit): Promise<Response | null> {
  try {
    return await fetch(url, init);
  } catch {
    return null;
  }
}
