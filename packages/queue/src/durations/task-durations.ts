import type { Redis } from "ioredis";
import { z } from "zod";

import type { Keys } from "../store/keys.ts";
import { runScript, scriptOf } from "../store/script.ts";

/** How many tasks ended in each bucket of ages, lately; the buckets are the worker's. */
export type Observed = ReadonlyMap<number, number>;

/** How long tasks took, for all replicas. */
export interface TaskDurations {
  /**
   * Counts tasks of this model, by default one, under each of these kinds. Old tasks count less and
   * less.
   */
  add(model: string, kinds: readonly string[], bucket: number, tasks?: number): Promise<void>;
  /** By kind. */
  of(model: string): Promise<ReadonlyMap<string, Observed>>;
}

/** Where there are more, all count half, so that the last ones decide. */
const MOST_TASKS = 400;
/** Kinds come from requests, and those of unknown models may differ without end. */
const MOST_KINDS = 40;

// ARGV 1 bucket  2 how many tasks  3 most tasks  4 most kinds  5.. kinds
const ADD = scriptOf(`
local function add(kind)
  local text = redis.call("HGET", KEYS[1], kind)
  if not text and redis.call("HLEN", KEYS[1]) >= tonumber(ARGV[4]) then return end
  local counts = text and cjson.decode(text) or {}
  counts[ARGV[1]] = (counts[ARGV[1]] or 0) + ARGV[2]
  local total = 0
  for _, count in pairs(counts) do total = total + count end
  if total > tonumber(ARGV[3]) then
    for bucket, count in pairs(counts) do counts[bucket] = count > 0.1 and count / 2 or nil end
  end
  redis.call("HSET", KEYS[1], kind, cjson.encode(counts))
end
for i = 5, #ARGV do add(ARGV[i]) end`);

export function createTaskDurations(redis: Redis, keys: Keys): TaskDurations {
  return {
    async add(model, kinds, bucket, tasks = 1) {
      const values = [bucket, tasks, MOST_TASKS, MOST_KINDS, ...kinds];
      await runScript(redis, ADD, 1, keys.durations(model), ...values);
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
