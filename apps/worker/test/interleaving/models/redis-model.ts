import type { Cost } from "@dashqueue/dashscope";
import { nanosOf, totalsOf } from "@dashqueue/queue/internal";
import type { Redis } from "ioredis";

import type { Flaw } from "../flaw.ts";
import {
  enterLine,
  leaveLine,
  limitOf,
  park,
  pick,
  reachesLimit,
  rest,
  weightOf,
} from "./line-model.ts";
import type { Process, Scheduler } from "../scheduler.ts";

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
 * The commands, and the scripts that write and list records and keep the line, over maps. They
 * follow the Lua line by line, on a server that never restarted; `test/redis-model.test.ts`
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
    if (isOfCosts(keys[0] ?? "")) return countDay(place, keys, parameters);
    switch (count) {
      case ACCEPT_KEYS:
        return accept(place, keys, parameters);
      case CHANGE_KEYS:
        return change(place, keys, parameters);
      case PARK_KEYS:
        return park(place, keys, parameters);
      case REST_KEYS:
        return rest(place, keys, parameters);
      default:
        return pick(place, keys, parameters);
    }
  }

  return {
    ...model,
    connect(process) {
      const step = <T>(label: string, effect: () => T) => scheduler.step(process, label, effect);
      const commands = {
        hget: (key: string, field: string) => step(`reads ${nameOf(key)}`, () => hget(key, field)),
        // No modeled record is packed.
        hgetBuffer: async () => null,
        hmget: (key: string, ...fields: string[]) =>
          step(`reads ${nameOf(key)}`, () => fields.map((field) => hget(key, field))),
        zrange: (key: string, _least: string, most: string, ...rest: unknown[]) =>
          step(`lists ${nameOf(key)}`, () => {
            const isBounded = rest.includes("BYSCORE") && most !== "+inf";
            const scores = scoresIn(model.hgetall(key), isBounded ? Number(most) : Infinity);
            return rest.includes("WITHSCORES") ? scores : scores.filter((_, at) => at % 2 === 0);
          }),
        zadd: (key: string, ...scores: (number | string)[]) =>
          step(`adds to ${nameOf(key)}`, () => {
            for (const [score, member] of pairsOf(scores.map(String)))
              model.hset(key, { [member]: score });
          }),
        zmscore: (key: string, ...ids: string[]) =>
          step(`looks for ids in ${nameOf(key)}`, () => {
            const members = new Set(model.members(key));
            return ids.map((id) => (members.has(id) ? "0" : null));
          }),
        // Hints expire when nothing depends on them any more.
        set: (key: string) => step(`writes ${nameOf(key)}`, () => model.hset(key, { value: "1" })),
        exists: (key: string) => step(`looks for ${nameOf(key)}`, () => Number(hashes.has(key))),
        hgetall: (key: string) => step(`reads ${nameOf(key)}`, () => model.hgetall(key)),
        smembers: (key: string) => step(`reads ${nameOf(key)}`, () => model.members(key)),
        evalsha: (_sha1: string, count: number, ...values: unknown[]) =>
          step(labelOf(count, String(values[0])), () => evaluate(count, values.map(String))),
        zrem: (key: string, ...members: string[]) =>
          step(`removes from ${nameOf(key)}`, () => {
            for (const member of members) model.hdel(key, member);
          }),
        hdel: (key: string, field: string) =>
          step(`gives up ${nameOf(key)}`, () => model.hdel(key, field)),
      };
      return commands as unknown as Redis;
    },
  };
}

/** How many keys each script has; `pick.lua` has six for a model of one lane. */
const [ACCEPT_KEYS, CHANGE_KEYS, PARK_KEYS, REST_KEYS] = [10, 26, 5, 1];

interface Place extends Omit<RedisModel, "connect">, Pick<RedisModelPorts, "now" | "flaw"> {
  set(key: string): Set<string>;
}

/** `accept.lua` without an idempotency key, for a model of the catalog, without tenants. */
function accept(
  redis: Place,
  keys: readonly string[],
  parameters: readonly string[],
): readonly string[] {
  const [record = "", , models = "", line = "", tenants = "", , , , ...indexes] = keys;
  const [id = "", revision = "", status = "", json = "", model = ""] = parameters;
  const [rank = "", tenant = ""] = parameters.slice(10);
  if (redis.hget(record, "revision") !== null) return ["accepted"];
  redis.hset(record, { revision, status, record: json });
  redis.set(models).add(model);
  enterLine(redis, [line, tenants], { id, rank, tenant });
  for (const index of indexes) redis.set(index).add(id);
  return ["accepted"];
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

function isOfCosts(key: string): boolean {
  return nameOf(key).startsWith("costs:");
}

function labelOf(count: number, key: string): string {
  if (isIndex(key)) return `lists ${nameOf(key)}`;
  if (isOfCosts(key)) return `adds up ${nameOf(key)}`;
  if (count === PARK_KEYS) return `parks ${nameOf(key)}`;
  if (count === REST_KEYS) return `passes over in ${nameOf(key)}`;
  return count === ACCEPT_KEYS || count === CHANGE_KEYS ? `writes ${nameOf(key)}` : "picks";
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
  const [known = "", unarchived = "", , line = "", tenants = "", parked = ""] = keys.slice(14);
  const [holders = "", shares = "", tenantKey = "", tenantSlots = "", , monthly = ""] =
    keys.slice(20);
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
  const [begunAt = "", , lineMove = "", rank = "", tenant = "", , expectedMs = ""] =
    parameters.slice(23);
  const [currency = "", tenantField = "", monthRestMs = "", tenantSums = 0] = parameters.slice(30);
  const differences = pairsOf(parameters.slice(34));
  const add = (sums: string, [field, difference]: readonly [string, string]) =>
    redis.hset(sums, {
      [field]: String(BigInt(redis.hget(sums, field) ?? 0) + BigInt(difference)),
    });
  const count = () => {
    for (const pair of differences.slice(0, Number(tenantSums)))
      for (const sums of [costs, monthly]) if (redis.hget(sums, pair[0]) !== null) add(sums, pair);
    for (const pair of differences.slice(Number(tenantSums))) add(costs, pair);
  };

  const calm: number[] = [];
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
    const extraMs = redis.hget(account, "refused") === model ? Math.min(probeMs, 10_000) : 0;
    if (probeAt !== null && redis.now() < Number(probeAt) + extraMs)
      return ["paused", Number(probeAt) + extraMs - redis.now()];
    const isOver = ([sum, limit]: readonly [string, string]) =>
      limit !== "" && Number(redis.hget(costs, sum) ?? 0) + Number(hold || 1) > Number(limit);
    if (pairsOf(sums).some(isOver) && redis.flaw !== "limit-not-checked")
      return ["over-limit", Number(restMs)];
    const budgets = [
      { name: "monthly_spend", limit: "monthlySpend", sums: monthly, restMs: Number(monthRestMs) },
      { name: "daily_spend", limit: "dailySpend", sums: costs, restMs: Number(restMs) },
    ].flatMap((budget) => {
      const most = redis.hget(tenantKey, budget.limit);
      const limit = most === null ? null : (JSON.parse(most) as Cost);
      return most === null || limit?.currency !== currency
        ? []
        : [{ ...budget, most, left: Number(nanosOf(limit.amount)) - Number(hold || 1) }];
    });
    const isUnbounded = hold === "" && redis.hget(tenantKey, "allowUnboundedCost") === null;
    for (const { name, most, left } of redis.flaw === "budget-not-checked" ? [] : budgets)
      if (left < 0 || isUnbounded) return ["beyond-budget", name, most, Number(isUnbounded)];
    for (const { name, most, left, sums, restMs } of budgets) {
      const days = sums === costs ? [costs] : DAYS.map((day) => `${monthly}-${day}`);
      const spent = spentIn(redis, { sums, field: tenantField, days });
      if (spent === null) return ["uncounted", currency, name];
      if (spent <= left || redis.flaw === "budget-not-checked") continue;
      return ["over-budget", name, most, restMs];
    }
    const limit =
      limitOf(redis, lane, maxInFlight, raiseMs) + (redis.flaw === "one-slot-more" ? 1 : 0);
    const taken = redis.members(slots);
    if (!taken.includes(id) && taken.length >= limit) return ["full"];
    if (!taken.includes(id) && reachesLimit(redis, tenantKey, tenantSlots)) return ["tenant-full"];
    const nextAt = Math.max(
      ...[lane, model].map((key) => Number(redis.hget(key, "nextCreateAt") ?? 0)),
    );
    if (redis.now() < nextAt) return ["too-soon", nextAt - redis.now()];
    redis.hset(lane, { nextCreateAt: String(redis.now() + intervalMs) });
    if (probeAt !== null) redis.hset(account, { probeAt: String(redis.now() + probeMs) });
    if (redis.flaw === "intent-not-written") return ["written"];
    if (probeAt === null && [lane, model].every((key) => redis.hget(key, "kind") === null))
      calm.push(1);
  }
  const charge = (ms: number) => {
    if (redis.flaw === "not-charged") return;
    const at = Number(redis.hget(shares, `at:${tenant}`) ?? 0) + ms / weightOf(redis, tenantKey);
    redis.hset(shares, { [`at:${tenant}`]: String(at) });
  };
  if (slot === "admit" || slot === "take") {
    for (const taken of [slots, tenantSlots]) redis.set(taken).add(id);
    if (redis.hget(holders, id) === null) {
      redis.hset(holders, { [id]: `${redis.now()}:${expectedMs}` });
      charge(Number(expectedMs));
    }
  } else if (slot === "release") {
    for (const taken of [slots, tenantSlots]) redis.set(taken).delete(id);
    const [since, charged] = (redis.hget(holders, id) ?? "").split(":").map(Number);
    redis.hdel(holders, id);
    if (since !== undefined && charged !== undefined)
      charge(Math.max(1, redis.now() - since) - charged);
  }
  if (lineMove === "enter") enterLine(redis, [line, tenants], { id, rank, tenant });
  if (lineMove === "leave" && redis.flaw !== "line-not-left") {
    leaveLine(redis, [line, tenants], { id, tenant });
    if (redis.hget(parked, id) !== null) redis.hdel(record, "parked");
    redis.hdel(parked, id);
  }
  redis.hset(record, { revision, status, record: json, slot: held });
  if (redis.flaw !== "costs-not-compared") count();
  for (const index of [oldStatus, oldPair]) redis.set(index).delete(id);
  for (const index of [newStatus, newPair]) redis.set(index).add(id);
  if (finishedAt !== "") for (const ended of [finished, unarchived]) redis.set(ended).add(id);
  return ["written", ...calm];
}

/** `spent_in` of `budget.lua`. */
function spentIn(
  redis: Place,
  { sums, field, days }: { readonly sums: string; field: string; days: readonly string[] },
): number | null {
  const known = redis.hget(sums, field);
  if (known !== null) return Number(known);
  let spent = 0;
  for (const day of days) {
    const ofDay = redis.hget(day, field);
    if (ofDay === null && Object.keys(redis.hgetall(day)).length > 0) return null;
    spent += Number(ofDay);
  }
  redis.hset(sums, { [field]: String(spent) });
  return spent;
}

/** The script that adds up a day, in `tenant-sums.ts`. */
function countDay(
  redis: Place,
  [day = ""]: readonly string[],
  [tenant = "", currency = "", field = ""]: readonly string[],
): null {
  const hash = redis.hgetall(day);
  if (Object.keys(hash).length === 0) return null;
  const spent = totalsOf(day, hash)
    .filter((total) => total.tenant === tenant && total.currency === currency)
    .reduce((nanos, { amount }) => nanos + nanosOf(amount ?? "0"), 0n);
  redis.hset(day, { [field]: String(spent) });
  return null;
}

const DAYS = Array.from({ length: 31 }, (_, index) => String(index + 1).padStart(2, "0"));

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

/** The members of a sorted set up to a score, each with its score, in the order of their scores. */
function scoresIn(scores: Readonly<Record<string, string>>, most: number): string[] {
  return Object.entries(scores)
    .filter(([, score]) => Number(score) <= most)
    .toSorted(
      ([id, one], [otherId, other]) => Number(one) - Number(other) || (id < otherId ? -1 : 1),
    )
    .flat();
}
