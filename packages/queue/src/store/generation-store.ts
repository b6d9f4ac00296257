import { readFileSync } from "node:fs";

import type { Redis } from "ioredis";

import { advance } from "../generation/advance.ts";
import type { Change } from "../generation/change.ts";
import type { CostTotal } from "../costs/cost-totals.ts";
import { totalsOf } from "../costs/cost-totals.ts";
import type { GenerationEvent } from "../generation/event.ts";
import { eventOf, readEvents } from "../generation/event.ts";
import type { Generation, Queued, Status } from "../generation/generation.ts";
import { generationSchema } from "../generation/generation.ts";
import type { Hints } from "./hints.ts";
import { createHints } from "./hints.ts";
import type { Keys } from "./keys.ts";
import type { Admission, Idempotency } from "./script-arguments.ts";
import {
  ACCEPT_KEYS,
  acceptArguments,
  CHANGE_KEYS,
  changeArguments,
  indexesOf,
  tasksOf,
} from "./script-arguments.ts";

const ACCEPT = readFileSync(new URL("./scripts/accept.lua", import.meta.url), "utf8");
const CHANGE = readFileSync(new URL("./scripts/change.lua", import.meta.url), "utf8");
const FORGET = readFileSync(new URL("./scripts/forget.lua", import.meta.url), "utf8");

export type Accepted =
  | { readonly kind: "accepted" }
  /** The key was used before, for the generation with this id and for a request with this fingerprint. */
  | { readonly kind: "repeated"; readonly id: string; readonly fingerprint: string };

/** Why a lane does not admit a create now, and for how long at least where that is known. */
export type Refused =
  | { readonly kind: "full" }
  | { readonly kind: "too-soon"; readonly waitMs: number }
  | { readonly kind: "paused"; readonly waitMs: number }
  /** What may be spent on a day would be passed. The next day begins then; something may be released before. */
  | { readonly kind: "over-limit"; readonly waitMs: number }
  /** Redis restarted or failed over: it may have forgotten creates, and nobody has looked for them yet. */
  | { readonly kind: "unchecked" };

export type Changed =
  | { readonly kind: "changed"; readonly generation: Generation }
  | { readonly kind: "ignored"; readonly generation: Generation; readonly reason: string }
  | { readonly kind: "missing" };

export interface GenerationStore extends Hints {
  /** Stores a new generation (G9: it is durable when this returns), once per idempotency key. */
  accept(generation: Queued, idempotency: Idempotency | null): Promise<Accepted>;
  /** Whether an idempotency key was used before. */
  isAccepted(key: string): Promise<boolean>;
  get(id: string): Promise<Generation | null>;
  /** Applies a change to the record as it is now, however often somebody else writes in between. */
  change(id: string, change: Change): Promise<Changed>;
  /** Begins an attempt: takes the slot and writes the intent in one step, or says why not now (G1, G2, G3). */
  begin(id: string, at: Admission & { readonly baseUrl: string }): Promise<Changed | Refused>;
  /** Newest first; `after` is the id of the last one seen. */
  list(filter: {
    status?: Status | undefined;
    model?: string | undefined;
    limit: number;
    after?: string | undefined;
  }): Promise<readonly Generation[]>;
  /** The events after the one with this id, oldest first; all of them without one. */
  events(id: string, after?: string): Promise<readonly GenerationEvent[]>;
  /** The generations that have these tasks, null for a task that none has; in the same order. */
  ownersOf(taskIds: readonly string[]): Promise<readonly (string | null)[]>;
  /** Every model that ever had a generation. */
  models(): Promise<readonly string[]>;
  /** What the attempts of these UTC days (`YYYY-MM-DD`) have cost, or may; also those of generations that are forgotten. */
  costs(days: readonly string[]): Promise<readonly CostTotal[]>;
  /** Deletes terminal generations that ended before this time, `limit` at most; answers how many. */
  forget(endedBefore: number, limit: number): Promise<number>;
}

/** Where the records are, and what time it is. */
interface Place {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly now: () => number;
}

export function createGenerationStore(
  redis: Redis,
  keys: Keys,
  now: () => number,
): GenerationStore {
  const place: Place = { redis, keys, now };
  return {
    ...createHints(redis, keys),
    get: (id) => get(place, id),
    accept: (generation, idempotency) => accept(place, generation, idempotency),
    isAccepted: async (key) => (await redis.exists(keys.idempotency(key))) === 1,
    async change(id, change) {
      const changed = await write(place, id, change, null);
      if (isRefused(changed))
        throw new Error(`a change without admission was refused as ${changed.kind}`);
      return changed;
    },
    begin: (id, { baseUrl, ...admission }) =>
      write(
        place,
        id,
        {
          kind: "attempt-begun",
          account: admission.lane.account,
          lane: admission.lane.model,
          baseUrl,
        },
        admission,
      ),
    async list({ limit, after, ...filter }) {
      const newest = after === undefined ? "+" : `(${after}`;
      const ids = await redis.zrange(
        keys.index(filter),
        newest,
        "-",
        "BYLEX",
        "REV",
        "LIMIT",
        0,
        limit,
      );
      // One that a newer version wrote must not hide the others; whoever asks for it by its id is told.
      const found = await Promise.all(ids.map((id) => get(place, id).catch(() => null)));
      return found.filter((generation) => generation !== null);
    },
    async events(id, after) {
      return readEvents(
        await redis.xrange(keys.events(id), after === undefined ? "-" : `(${after}`, "+"),
      );
    },
    ownersOf: async (taskIds) => (taskIds.length === 0 ? [] : redis.hmget(keys.tasks, ...taskIds)),
    models: () => redis.smembers(keys.models),
    async costs(days) {
      const read = async (day: string) => totalsOf(day, await redis.hgetall(keys.costs(day)));
      return (await Promise.all(days.map(read))).flat();
    },
    async forget(endedBefore, limit) {
      const ids = await redis.zrange(
        keys.finished,
        "-inf",
        `(${endedBefore}`,
        "BYSCORE",
        "LIMIT",
        0,
        limit,
      );
      for (const id of ids) await forget(place, id);
      return ids.length;
    },
  };
}

async function get({ redis, keys }: Place, id: string): Promise<Generation | null> {
  return parse(id, await redis.hget(keys.generation(id), "record"));
}

async function accept(
  { redis, keys }: Place,
  generation: Queued,
  idempotency: Idempotency | null,
): Promise<Accepted> {
  const event = JSON.stringify(eventOf(generation, "generation-accepted"));
  const given = acceptArguments(keys, generation, event, idempotency);
  const first = (await redis.eval(ACCEPT, ACCEPT_KEYS, ...given)) as [string, string] | [];
  return first.length === 0
    ? { kind: "accepted" }
    : { kind: "repeated", id: first[0], fingerprint: first[1] };
}

async function write(
  place: Place,
  id: string,
  change: Change,
  admission: Admission | null,
): Promise<Changed | Refused> {
  const { redis, keys, now } = place;
  for (;;) {
    const current = await get(place, id);
    if (current === null) return { kind: "missing" };
    const advanced = advance(current, change, now());
    if (advanced.kind === "ignored")
      return { kind: "ignored", generation: current, reason: advanced.reason };
    const next = advanced.generation;
    const event =
      advanced.event === null ? "" : JSON.stringify(eventOf(next, advanced.event, advanced.by));
    const answer = await redis.eval(
      CHANGE,
      CHANGE_KEYS,
      ...changeArguments(keys, current, next, event, admission),
    );
    const [verdict, waitMs = 0] = answer as [string, number?];
    if (verdict === "written") return { kind: "changed", generation: next };
    if (verdict === "owned") {
      return {
        kind: "ignored",
        generation: current,
        reason: "the task belongs to another generation",
      };
    }
    if (verdict === "full" || verdict === "unchecked") return { kind: verdict };
    if (verdict === "too-soon" || verdict === "paused" || verdict === "over-limit")
      return { kind: verdict, waitMs };
  }
}

function isRefused(answer: Changed | Refused): answer is Refused {
  return answer.kind !== "changed" && answer.kind !== "ignored" && answer.kind !== "missing";
}

async function forget(place: Place, id: string): Promise<void> {
  const { redis, keys } = place;
  const generation = await get(place, id);
  const indexes = generation === null ? [] : indexesOf(generation);
  const names = [
    keys.generation(id),
    keys.events(id),
    keys.tasks,
    keys.finished,
    ...indexes.map((filter) => keys.index(filter)),
  ];
  await redis.eval(
    FORGET,
    names.length,
    ...names,
    id,
    ...(generation === null ? [] : tasksOf(generation)),
  );
}

function parse(id: string, json: string | null): Generation | null {
  if (json === null) return null;
  try {
    return generationSchema.parse(JSON.parse(json));
  } catch (cause) {
    throw new Error(`the record of ${id} in Redis is not a generation`, { cause });
  }
}
