import type { Redis } from "ioredis";
import { z } from "zod";

import type { Keys } from "../store/keys.ts";
import { runScript, scriptOf } from "../store/script.ts";

/** How many tasks ended in each bucket of ages, lately; the buckets are the worker's. */
export type Observed = ReadonlyMap<number, number>;

/** How long tasks took, for all replicas. */
export interface TaskDurations {
  /** Counts a task of this model and kind. Old tasks count less and less. */
  add(model: string, kind: string, bucket: number): Promise<void>;
  /** By kind. */
  of(model: string): Promise<ReadonlyMap<string, Observed>>;
}

/** Where there are more, all count half, so that the last ones decide. */
const MOST_TASKS = 400;
/** Kinds come from requests, and those of unknown models may differ without end. */
const MOST_KINDS = 40;

const ADD = scriptOf(`
local text = redis.call("HGET", KEYS[1], ARGV[1])
if not text and redis.call("HLEN", KEYS[1]) >= tonumber(ARGV[4]) then return end
local counts = text and cjson.decode(text) or {}
counts[ARGV[2]] = (counts[ARGV[2]] or 0) + 1
local total = 0
for _, count in pairs(counts) do total = total + count end
if total > tonumber(ARGV[3]) then
  for bucket, count in pairs(counts) do counts[bucket] = count > 0.1 and count / 2 or nil end
end
redis.call("HSET", KEYS[1], ARGV[1], cjson.encode(counts))`);

export function createTaskDurations(redis: Redis, keys: Keys): TaskDurations {
  return {
    async add(model, kind, bucket) {
      await runScript(redis, ADD, 1, keys.durations(model), kind, bucket, MOST_TASKS, MOST_KINDS);
    },
    async of(model) {
      const kinds = await redis.hgetall(keys.durations(model));
      return new Map(
        Object.entries(kinds).flatMap(([kind, text]) => {
          const read = readObserved(text);
          return read === null ? [] : [[kind, read]];
        }),
      );
    },
  };
}

const observed = z.record(z.string(), z.number());

/** Null for what a newer version wrote in another shape. */
function readObserved(text: string): Observed | null {
  const read = observed.safeParse(JSON.parse(text));
  if (!read.success) return null;
  return new Map(Object.entries(read.data).map(([bucket, count]) => [Number(bucket), count]));
}
