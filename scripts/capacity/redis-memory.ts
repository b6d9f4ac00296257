import type { connectPatiently } from "@dashqueue/queue/internal";

export type Connection = ReturnType<typeof connectPatiently>;

/** Bytes by kind of key. */
export type Memory = Readonly<Record<string, number>>;

export const PREFIX = "{dashqueue}";

/** Adds up `MEMORY USAGE` of all keys by kind, and adds the `used_memory` of the server. */
export async function memoryOf(redis: Connection): Promise<Memory> {
  const memory: Record<string, number> = { total: await usedMemory(redis) };
  for (const key of await redis.keys(`${PREFIX}:*`)) {
    const kind = kindOf(key.slice(PREFIX.length + 1));
    memory[kind] = (memory[kind] ?? 0) + ((await redis.memory("USAGE", key, "SAMPLES", 0)) ?? 0);
  }
  return memory;
}

/** What belongs to one generation, what BullMQ keeps for a while, and what all share. */
function kindOf(name: string): string {
  const [, owned] = /^(generation|history|events|idempotency):/.exec(name) ?? [];
  if (owned !== undefined) return owned === "history" ? "events" : owned;
  return /:(events|(submit|poll|archive|notify)-[^:]+)$/.test(name) ? "jobs" : "shared";
}

async function usedMemory(redis: Connection): Promise<number> {
  return Number(fieldOf(await redis.info("memory"), "used_memory"));
}

/** A field of an answer to `INFO`. */
export function fieldOf(info: string, name: string): string {
  const line = info.split("\r\n").find((line) => line.startsWith(`${name}:`));
  if (line === undefined) throw new Error(`INFO has no field ${name}`);
  return line.slice(name.length + 1);
}
