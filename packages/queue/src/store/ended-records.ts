import type { Redis } from "ioredis";

import { packRecord } from "../generation/packed-record.ts";
import { readHistory } from "./history.ts";
import type { Keys } from "./keys.ts";
import type { StorePorts } from "./store-ports.ts";
import { readRecord } from "./read-record.ts";
import { indexesOf, tasksOf } from "./script-arguments.ts";
import { readScript, runScript } from "./script.ts";

const FORGET = readScript("forget");
const PACK = readScript("pack");

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
  /** Packs a generation whose record is in the archive. Reads find it as before. */
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
    archived: (id) => packOf(ports, id),
    endedBefore: (time, { offset, limit }) =>
      redis.zrange(keys.finished, "-inf", `(${time}`, "BYSCORE", "LIMIT", offset, limit),
    forget: (id) => forgetRecord(ports, id),
  };
}

/** A record that is in the archive never changes, so it is kept in the least space. */
async function packOf(ports: StorePorts, id: string): Promise<void> {
  const { redis, keys } = ports;
  const json = await redis.hget(keys.generation(id), "record");
  const packed = json === null ? "" : packRecord(json, await readHistory(ports, id));
  const names = [keys.generation(id), keys.events(id), keys.eventStream(id), keys.unarchived];
  await runScript(redis, PACK, names.length, ...names, id, packed);
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
