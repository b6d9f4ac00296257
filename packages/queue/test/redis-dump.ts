import { readFileSync } from "node:fs";

import type { Redis } from "ioredis";
import { z } from "zod";

/** Every key of a Redis that the version of 2026-11-23 filled: dashqueue's own and BullMQ's. */
const DUMP = new URL("./fixtures/redis-2026-11-23.json", import.meta.url);
const DUMPED_PREFIX = "{dashqueue}";

const base = { key: z.string(), ttlMs: z.number().nullable() };
const hash = z.record(z.string(), z.string());
const sortedSet = z.array(z.tuple([z.string(), z.number()]));
const stream = z.array(z.tuple([z.string(), z.array(z.string())]));

const dumpSchema = z.object({
  exportedAt: z.number(),
  keys: z.array(
    z.discriminatedUnion("type", [
      z.object({ ...base, type: z.literal("string"), value: z.string() }),
      z.object({ ...base, type: z.literal("hash"), value: hash }),
      z.object({ ...base, type: z.literal("set"), value: z.array(z.string()) }),
      z.object({ ...base, type: z.literal("list"), value: z.array(z.string()) }),
      z.object({ ...base, type: z.literal("zset"), value: sortedSet }),
      z.object({ ...base, type: z.literal("stream"), value: stream }),
    ]),
  ),
});

type DumpedKey = z.infer<typeof dumpSchema>["keys"][number];

/** Writes the dump under another prefix. Returns when it was exported, epoch milliseconds. */
export async function loadDump(redis: Redis, prefix: string): Promise<number> {
  const text = readFileSync(DUMP, "utf8").replaceAll(DUMPED_PREFIX, prefix);
  const { exportedAt, keys } = dumpSchema.parse(JSON.parse(text));
  for (const dumped of keys) {
    await write(redis, dumped);
    if (dumped.ttlMs !== null) await redis.pexpire(dumped.key, dumped.ttlMs);
  }
  return exportedAt;
}

async function write(redis: Redis, dumped: DumpedKey): Promise<void> {
  const { key } = dumped;
  switch (dumped.type) {
    case "string":
      await redis.set(key, dumped.value);
      return;
    case "hash":
      await redis.hset(key, dumped.value);
      return;
    case "set":
      await redis.sadd(key, ...dumped.value);
      return;
    case "list":
      await redis.rpush(key, ...dumped.value);
      return;
    case "zset":
      await redis.zadd(key, ...dumped.value.flatMap(([member, score]) => [score, member]));
      return;
    case "stream":
      for (const [id, fields] of dumped.value) await redis.xadd(key, id, ...fields);
      return;
  }
}
