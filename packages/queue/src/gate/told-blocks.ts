import type { Redis } from "ioredis";
import { z } from "zod";

import type { Keys } from "../store/keys.ts";

const toldSchema = z.object({
  reason: z.string().nullable(),
  /** The same for the generations of single tenants. An earlier version did not keep these. */
  tenants: z.record(z.string(), z.string()).default({}),
  /** When that was, epoch milliseconds. */
  at: z.number(),
});

/** What blocked submission when that was last recorded on the waiting generations. */
export type ToldBlocks = Readonly<z.infer<typeof toldSchema>>;

/** The same for all replicas. Null if it is unknown. */
export async function readToldBlocks(redis: Redis, keys: Keys): Promise<ToldBlocks | null> {
  const json = await redis.get(keys.toldBlocks);
  return json === null ? null : toldSchema.parse(JSON.parse(json));
}

export async function keepToldBlocks(redis: Redis, keys: Keys, told: ToldBlocks): Promise<void> {
  await redis.set(keys.toldBlocks, JSON.stringify(told));
}
