import type { Redis } from "ioredis";

import type { Flaw } from "./flaw.ts";
import type { Process, Scheduler } from "./scheduler.ts";

/** The keys of dashqueue in Redis: records with their indexes, lanes, accounts. */
export interface RedisModel {
  hget(key: string, field: string): string | null;
  hgetall(key: string): Readonly<Record<string, string>>;
  hset(key: string, fields: Readonly<Record<string, string>>): void;
  hdel(key: string, field: string): void;
  /** Returns whether the key existed. */
  del(key: string): boolean;
  /** Adds a member to a set, or removes it. */
  mark(key: string, member: string, isIn: boolean): void;
  /** Returns the members of a set, sorted or not. */
  members(key: string): readonly string[];
  /**
   * A connection as `generation-store.ts` uses it. Every command is one step of this process, done
   * atomically or never.
   */
  connect(process: Process): Redis;
}

export interface RedisModelPorts {
  readonly scheduler: Scheduler;
  now(): number;
  readonly flaw: Flaw | null;
}

/**
 * The commands and the scripts that write and list records, over maps. They follow `accept.lua` and
 * `change.lua` line by line, on a server that never restarted; `test/redis-model.test.ts`
 * compares them with the real ones. Events and channels are omitted: no decision reads them.
 */
export function createRedisModel({ scheduler, now, flaw }: RedisModelPorts): RedisModel {
  const hashes = new Map<string, Map<string, string>>();
  const sets = new Map<string, Set<string>>();
  const set = (key: string) => entry(sets, key, () => new Set<string>());
  const hash = (key: string) => entry(hashes, key, () => new Map<string, string>());
  const hget = (key: string, field: string) => hashes.get(key)?.get(field) ?? null;
  const model: Omit<RedisModel, "connect"> = {
    hget,
    hgetall: (key) => Object.fromEntries(hashes.get(key) ?? []),
    hset: (key, fields) =>
      Object.entries(fields).forEach(([field, value]) => hash(key).set(field, value)),
    hdel: (key, field) => void hashes.get(key)?.delete(field),
    del: (key) => hashes.delete(key),
    mark: (key, member, isIn) => void (isIn ? set(key).add(member) : set(key).delete(member)),
    members: (key) => [...(sets.get(key) ?? [])],
  };
  const place: Place = { ...model, set, now, flaw };

  function evaluate(count: number, values: readonly string[]): unknown {
    const [keys, parameters] = [values.slice(0, count), values.slice(count)];
    if (isIndex(keys[0] ?? "")) return page(place, keys, parameters);
    // `change.lua` has seventeen keys, `accept.lua` five.
    return count === 5 ? accept(place, keys, parameters) : change(place, keys, parameters);
  }

  return {
    ...model,
    connect(process) {
      const step = <T>(label: string, effect: () => T) => scheduler.step(process, label, effect);
      const commands = {
        hget: (key: string, field: string) => step(`reads ${nameOf(key)}`, () => hget(key, field)),
        hmget: (key: string, ...fields: string[]) =>
          step(`reads ${nameOf(key)}`, () => fields.map((field) => hget(key, field))),
        zrange: (key: string) => step(`lists ${nameOf(key)}`, () => scoresIn(model.hgetall(key))),
        // A look that is lost in a crash is only a report that is lost.
        zadd: async (key: string, score: number, member: string) =>
          model.hset(key, { [member]: String(score) }),
        hgetall: (key: string) => step(`reads ${nameOf(key)}`, () => model.hgetall(key)),
        smembers: (key: string) => step(`reads ${nameOf(key)}`, () => model.members(key)),
        evalsha: (_sha1: string, count: number, ...values: unknown[]) =>
          step(labelOf(String(values[0])), () => evaluate(count, values.map(String))),
      };
      return commands as unknown as Redis;
    },
  };
}

interface Place extends Omit<RedisModel, "connect">, Pick<RedisModelPorts, "now" | "flaw"> {
  set(key: string): Set<string>;
}

/** `accept.lua` without an idempotency key, for a model of the catalog. */
function accept(
  redis: Place,
  keys: readonly string[],
  parameters: readonly string[],
): readonly string[] {
  const [record = "", , models = "", ...indexes] = keys;
  const [id = "", revision = "", status = "", json = "", model = ""] = parameters;
  if (redis.hget(record, "revision") !== null) return [];
  redis.hset(record, { revision, status, record: json });
  redis.set(models).add(model);
  for (const index of indexes) redis.set(index).add(id);
  return [];
}

/** `page.lua`, for the pages of a list without bounds in time. */
function page(
  redis: Place,
  indexes: readonly string[],
  [, newest = "+", offset, limit]: readonly string[],
): readonly unknown[] {
  const ids = indexes
    .flatMap((index) => redis.members(index))
    .filter((id) => newest === "+" || id < newest.slice(1))
    .sort()
    .toReversed();
  return [ids.length, ...ids.slice(Number(offset)).slice(0, Number(limit))];
}

function isIndex(key: string): boolean {
  return nameOf(key).startsWith("index:");
}

function labelOf(key: string): string {
  return `${isIndex(key) ? "lists" : "writes"} ${nameOf(key)}`;
}

/** `change.lua`. */
function change(
  redis: Place,
  keys: readonly string[],
  parameters: readonly string[],
): readonly unknown[] {
  const [record = "", , oldStatus = "", newStatus = "", oldPair = "", newPair = ""] = keys;
  const [finished = "", slots = "", lane = "", account = "", tasks = "", , model = "", costs = ""] =
    keys.slice(6);
  const [known = "", unarchived = ""] = keys.slice(14);
  const [
    id = "",
    readAt = "",
    revision = "",
    status = "",
    json = "",
    ,
    finishedAt = "",
    slot = "",
  ] = parameters;
  const [maxInFlight = 0, intervalMs = 0, probeMs = 0, raiseMs = 1] = parameters
    .slice(11, 15)
    .map(Number);
  const [task = "", held = "", hold = "", restMs = "", ...sums] = parameters.slice(15, 23);
  const [begunAt = ""] = parameters.slice(23);
  const differences = pairsOf(parameters.slice(25));
  const count = () => {
    for (const [field, difference] of differences)
      redis.hset(costs, {
        [field]: String(BigInt(redis.hget(costs, field) ?? 0) + BigInt(difference)),
      });
  };

  if (redis.flaw === "costs-not-compared") count();
  if (redis.hget(record, "revision") !== readAt && redis.flaw !== "no-compare") return ["conflict"];
  if (task !== "") {
    const owner = redis.hget(tasks, task) ?? id;
    if (owner !== id && redis.flaw !== "no-owners") return ["owned"];
    redis.hset(tasks, { [task]: id });
    redis.hset(known, { [task]: begunAt });
  }
  if (slot === "admit") {
    const probeAt = redis.hget(account, "probeAt");
    const extraMs = redis.hget(account, "refused") === model ? probeMs : 0;
    if (probeAt !== null && redis.now() < Number(probeAt) + extraMs)
      return ["paused", Number(probeAt) + extraMs - redis.now()];
    const isOver = ([sum, limit]: readonly [string, string]) =>
      limit !== "" && Number(redis.hget(costs, sum) ?? 0) + Number(hold) > Number(limit);
    if (pairsOf(sums).some(isOver) && redis.flaw !== "limit-not-checked")
      return ["over-limit", Number(restMs)];
    const lowered = Number(redis.hget(lane, "limit") ?? Infinity);
    const raised = Math.floor((redis.now() - Number(redis.hget(lane, "limitAt"))) / raiseMs);
    const limit =
      Math.min(maxInFlight, lowered + raised) + (redis.flaw === "one-slot-more" ? 1 : 0);
    const taken = redis.members(slots);
    if (!taken.includes(id) && taken.length >= limit) return ["full"];
    const nextAt = Math.max(
      ...[lane, model].map((key) => Number(redis.hget(key, "nextCreateAt") ?? 0)),
    );
    if (redis.now() < nextAt) return ["too-soon", nextAt - redis.now()];
    redis.hset(lane, { nextCreateAt: String(redis.now() + intervalMs) });
    if (probeAt !== null) redis.hset(account, { probeAt: String(redis.now() + probeMs) });
    if (redis.flaw === "intent-not-written") return ["written"];
  }
  if (slot === "admit" || slot === "take") redis.set(slots).add(id);
  else if (slot === "release") redis.set(slots).delete(id);
  redis.hset(record, { revision, status, record: json, slot: held });
  if (redis.flaw !== "costs-not-compared") count();
  for (const index of [oldStatus, oldPair]) redis.set(index).delete(id);
  for (const index of [newStatus, newPair]) redis.set(index).add(id);
  if (finishedAt !== "") for (const ended of [finished, unarchived]) redis.set(ended).add(id);
  return ["written"];
}

function pairsOf(values: readonly string[]): (readonly [string, string])[] {
  return values.flatMap((value, index) =>
    index % 2 === 0 ? [[value, values[index + 1] ?? ""] as const] : [],
  );
}

function entry<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** Removes the prefix that every key has. */
function nameOf(key: string): string {
  return key.slice(key.indexOf(":") + 1);
}

/** The members of a sorted set, each with its score, in the order of their scores. */
function scoresIn(scores: Readonly<Record<string, string>>): string[] {
  return Object.entries(scores)
    .toSorted(
      ([id, one], [otherId, other]) => Number(one) - Number(other) || (id < otherId ? -1 : 1),
    )
    .flat();
}
