import type { Redis } from "ioredis";

import type { Keys } from "./keys.ts";
import type { StorePorts } from "./store-ports.ts";
import { readRecord } from "./read-record.ts";
import { indexesOf, tasksOf } from "./script-arguments.ts";
import { readScript, runScript } from "./script.ts";

const FORGET = readScript("forget");

/** At most `limit` of them, after the first `offset`. */
interface Page {
  readonly offset: number;
  readonly limit: number;
}

/** Which ended generations still need something. */
export interface EndedRecords {
  /** The generations whose record is not in the archive yet, oldest first. */
  unarchived(page: Page): Promise<readonly string[]>;
  /** How many there are, and when the first one ended; null if there are none. */
  unarchivedSince(): Promise<{ readonly count: number; readonly since: number } | null>;
  /** Takes note that the record of a generation is in the archive. */
  archived(id: string): Promise<void>;
  /** The generations that ended before this time, oldest first. */
  endedBefore(time: number, page: Page): Promise<readonly string[]>;
  /** Deletes a generation that has ended. Its record in the archive must be durable. */
  forget(id: string): Promise<void>;
}

export function createEndedRecords(ports: StorePorts): EndedRecords {
  const { redis, keys } = ports;
  return {
    unarchived: ({ offset, limit }) =>
      redis.zrange(keys.unarchived, offset, `${offset + limit - 1}`),
    unarchivedSince: () => unarchivedSince(redis, keys),
    async archived(id) {
      await redis.zrem(keys.unarchived, id);
    },
    endedBefore: (time, { offset, limit }) =>
      redis.zrange(keys.finished, "-inf", `(${time}`, "BYSCORE", "LIMIT", offset, limit),
    forget: (id) => forgetRecord(ports, id),
  };
}

async function unarchivedSince(
  redis: Redis,
  keys: Keys,
): ReturnType<EndedRecords["unarchivedSince"]> {
  const [, since] = await redis.zrange(keys.unarchived, 0, "0", "WITHSCORES");
  if (since === undefined) return null;
  return { count: await redis.zcard(keys.unarchived), since: Number(since) };
}

async function forgetRecord(ports: StorePorts, id: string): Promise<void> {
  const { redis, keys } = ports;
  const generation = await readRecord(ports, id);
  const indexes =
    generation === null
      ? []
      : [
          ...indexesOf(keys, generation),
          ...indexesOf(keys, generation, generation.tenant),
          ...keys.earlierIndexes(generation.request.model),
        ];
  const names = [
    keys.generation(id),
    keys.events(id),
    keys.eventStream(id),
    keys.tasks,
    keys.finished,
    keys.unarchived,
    ...indexes,
  ];
  const tasks = generation === null ? [] : tasksOf(generation);
  await runScript(redis, FORGET, names.length, ...names, id, ...tasks);
}
