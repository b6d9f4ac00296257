import { createHash } from "node:crypto";

import type { Redis } from "ioredis";

import type { Delivery } from "../generation/webhook/delivery.ts";
import { deliveryJson } from "../generation/webhook/delivery.ts";
import type { Generation } from "../generation/generation.ts";
import { isTerminal } from "../generation/status.ts";
import { packRecord } from "../generation/packed-record.ts";
import { notifiesOf } from "../generation/webhook/webhook-events.ts";
import type { Held } from "./history.ts";
import { readHeld } from "./history.ts";
import { createDeletions } from "./deletion/deletions.ts";
import { indexesOfEnded, keysOfRecord } from "./deletion/keys-of-record.ts";
import type { Keys } from "./keys.ts";
import type { StorePorts } from "./store-ports.ts";
import { readRecord } from "./read-record.ts";
import { tasksOf } from "./script-arguments.ts";
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
  /** Reads a generation with its events; null for an unknown id. */
  held(id: string): Promise<Held | null>;
  /** The generations whose record is not in the archive yet, oldest first. */
  unarchived(page: Page): Promise<readonly string[]>;
  /** How many there are, and when the first one ended; null if there are none. */
  unarchivedSince(): Promise<{ readonly count: number; readonly since: number } | null>;
  /** Records that the paid result of a generation was lost. */
  noteLost(id: string, endedAt: number): Promise<void>;
  /** The latest generations whose paid result was lost since this time, newest first. */
  lostSince(time: number, limit: number): Promise<readonly string[]>;
  /**
   * Packs a generation whose record is in the archive; reads find it as before.
   *
   * @param delivery what the archived record says of its webhook. If that has changed since, the
   *   record goes to the archive again.
   * @param held what was read for the archive; by default it is read again
   */
  archived(id: string, delivery?: Delivery, held?: Held | null): Promise<void>;
  /** The generations that ended before this time, oldest first. */
  endedBefore(time: number, page: Page): Promise<readonly string[]>;
  /**
   * Deletes a generation that ended before this time, by default whenever it did. Its record in the
   * archive must be durable.
   */
  forget(id: string, time?: number): Promise<void>;
}

export function createEndedRecords(ports: StorePorts): EndedRecords {
  const { redis, keys } = ports;
  return {
    held: (id) => readHeld(ports, id),
    unarchived: ({ offset, limit }) =>
      redis.zrange(keys.unarchived, offset, `${offset + limit - 1}`),
    unarchivedSince: () => unarchivedSince(redis, keys),
    noteLost: async (id, endedAt) => void (await redis.zadd(keys.lostResults, endedAt, id)),
    lostSince: (time, limit) =>
      redis.zrange(keys.lostResults, "+inf", `${time}`, "BYSCORE", "REV", "LIMIT", 0, limit),
    archived: (id, delivery, held) => packArchived(ports, id, delivery, held),
    endedBefore: (time, { offset, limit }) =>
      redis.zrange(keys.finished, "-inf", `(${time}`, "BYSCORE", "LIMIT", offset, limit),
    forget: (id, time = Infinity) => forgetRecord(ports, id, time),
  };
}

/** A record that is in the archive never changes, so it is kept in the least space. */
async function packArchived(
  ports: StorePorts,
  id: string,
  delivery?: Delivery,
  known?: Held | null,
): Promise<void> {
  const { redis, keys } = ports;
  const held = known === undefined ? await readHeld(ports, id) : known;
  // During an update, a worker of an earlier version may have to deliver its webhook.
  const isDelivered = delivery !== undefined && delivery.state !== "pending";
  const isDone =
    held !== null &&
    isTerminal(held.generation.status) &&
    (isDelivered || isSilent(held.generation));
  const json = isDone ? held.json : null;
  const packed = json === null ? "" : packRecord(json, held?.events ?? []);
  const names = [
    keys.generation(id),
    keys.events(id),
    keys.eventStream(id),
    keys.unarchived,
    keys.messages(id),
  ];
  const delivered = delivery === undefined ? "" : deliveryJson(delivery);
  const digest = createHash("sha1")
    .update(json ?? "")
    .digest("hex");
  await runScript(redis, PACK, names.length, ...names, id, packed, delivered, digest);
}

/** Whether no webhook tells of its end. */
function isSilent(generation: Generation): boolean {
  return !notifiesOf(generation, generation.status);
}

async function unarchivedSince(
  redis: Redis,
  keys: Keys,
): ReturnType<EndedRecords["unarchivedSince"]> {
  const [, since] = await redis.zrange(keys.unarchived, 0, "0", "WITHSCORES");
  if (since === undefined) return null;
  return { count: await redis.zcard(keys.unarchived), since: Number(since) };
}

async function forgetRecord(ports: StorePorts, id: string, time: number): Promise<void> {
  const { redis, keys } = ports;
  const generation = await readRecord(ports, id);
  const tombstone = await createDeletions(ports).tombstone(id);
  const names = [
    ...keysOfRecord(keys, id),
    keys.tasks,
    keys.batch((generation ?? tombstone)?.batch ?? ""),
    keys.finished,
    keys.deleted,
    ...indexesOfEnded(keys, generation),
  ];
  const tasks = generation === null ? (tombstone?.tasks ?? []) : tasksOf(generation);
  await runScript(
    redis,
    FORGET,
    names.length,
    ...names,
    id,
    Math.min(time, Number.MAX_SAFE_INTEGER),
    ...tasks,
  );
}
