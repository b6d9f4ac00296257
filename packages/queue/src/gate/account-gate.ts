import type { Redis } from "ioredis";
import { z } from "zod";

import type { Failure } from "../failure/failure.ts";
import { failureSchema } from "../failure/failure.ts";
import type { Lane } from "../generation/lane.ts";
import { laneName } from "../generation/lane.ts";
import type { Keys } from "../store/keys.ts";

/**
 * What all replicas know together about an account and its lanes: is it paused, until when does a lane cool down,
 * whose turn is it to query. The slots are not here: they belong to the record's own write (`change.lua`).
 */
export interface AccountGate {
  /** Stops all creates of an account but for probes. True when it was not paused for this kind of failure before. */
  pause(account: string, failure: Failure, probeMs: number): Promise<boolean>;
  /** A create got through: the account, the lane and the model work again. True when the account was paused. */
  resume(created: ModelInLane): Promise<boolean>;
  /** Lets the next create of a paused account go out at once, as a probe. */
  probeNow(account: string): Promise<void>;
  pausedFor(account: string): Promise<Pause | null>;
  /** No create for so long in the lane of this model, or of this model alone. True when that did not cool down for this kind of failure already. */
  coolDown(
    created: ModelInLane,
    scope: CoolDownScope,
    failure: Failure,
    delayMs: number,
  ): Promise<boolean>;
  /**
   * The lane is full with what it has in flight now, whatever its limit: somebody else uses the account too. Answers the limit
   * that holds from now; it grows back by itself.
   */
  lowerLimit(lane: Lane): Promise<number>;
  /** No create goes out in this lane for the rest of this day, as more might be spent than may be. True when that is news. */
  overLimit(lane: Lane, day: string): Promise<boolean>;
  /** Generations that hold a slot in this lane: their tasks are in flight, the uncertain ones counted. */
  slots(lane: Lane): Promise<readonly string[]>;
  /** Makes the lane's slots say of this generation what its record says. True when they did not. */
  mendSlot(lane: Lane, generationId: string): Promise<boolean>;
  /** Since when Redis is another server than it was, epoch milliseconds; null while it is the first. */
  serverSince(): Promise<number | null>;
  /** The lane's tasks at the provider were compared with ours after that. */
  checked(lane: Lane, since: number): Promise<void>;
  /** Reserves the account's next query; answers how long to wait for it. Turns are `intervalMs` apart (G8). */
  reserveQuery(account: string, intervalMs: number): Promise<number>;
}

/** A model by the name under which it was requested, in the lane where its attempt counts. */
export interface ModelInLane {
  readonly lane: Lane;
  readonly model: string;
}

/** What a refused create request holds back. */
export type CoolDownScope = "lane" | "model";

const pauseSchema = failureSchema
  .pick({ kind: true, code: true, message: true })
  .extend({ since: z.coerce.number() });
export type Pause = z.infer<typeof pauseSchema>;

const NOW = `local time = redis.call("TIME") local now = time[1] * 1000 + time[2] / 1000`;

const PAUSE = `${NOW}
local known = redis.call("HGET", KEYS[1], "kind")
redis.call("HSET", KEYS[1], "kind", ARGV[1], "code", ARGV[2], "message", ARGV[3], "probeAt", math.floor(now) + ARGV[4])
redis.call("HSETNX", KEYS[1], "since", math.floor(now))
return known ~= ARGV[1] and 1 or 0`;

const OVER_LIMIT = `
local known = redis.call("HGET", KEYS[1], "overLimitOn")
redis.call("HSET", KEYS[1], "overLimitOn", ARGV[1])
return known ~= ARGV[1] and 1 or 0`;

const PROBE_NOW = `if redis.call("EXISTS", KEYS[1]) == 1 then redis.call("HSET", KEYS[1], "probeAt", 0) end`;

const COOL_DOWN = `${NOW}
local known = redis.call("HGET", KEYS[1], "kind")
local at = math.max(tonumber(redis.call("HGET", KEYS[1], "nextCreateAt") or 0), math.floor(now) + ARGV[2])
redis.call("HSET", KEYS[1], "nextCreateAt", at, "kind", ARGV[1])
return known ~= ARGV[1] and 1 or 0`;

const LOWER_LIMIT = `${NOW}
local limit = math.max(1, redis.call("SCARD", KEYS[2]))
redis.call("HSET", KEYS[1], "limit", limit, "limitAt", math.floor(now))
return limit`;

const SERVER_SINCE = `${NOW}
local run_id = string.match(redis.call("INFO", "server"), "run_id:(%w+)") or ""
local known = redis.call("HGET", KEYS[1], "runId")
if known ~= run_id then
  redis.call("HSET", KEYS[1], "runId", run_id)
  if known then redis.call("HSET", KEYS[1], "since", math.floor(now)) end
end
return redis.call("HGET", KEYS[1], "since")`;

// A record that does not say was written by an older version.
const MEND_SLOT = `local slot = redis.call("HGET", KEYS[1], "slot")
if not slot and redis.call("EXISTS", KEYS[1]) == 1 then return 0 end
return redis.call(slot == ARGV[2] and "SADD" or "SREM", KEYS[2], ARGV[1])`;

const RESERVE_QUERY = `${NOW}
local at = math.max(now, tonumber(redis.call("GET", KEYS[1]) or 0))
redis.call("SET", KEYS[1], tostring(at + ARGV[1]), "PX", 600000)
return math.ceil(at - now)`;

export function createAccountGate(redis: Redis, keys: Keys): AccountGate {
  return {
    async pause(account, { kind, code, message }, probeMs) {
      return (
        (await redis.eval(PAUSE, 1, keys.account(account), kind, code, message, probeMs)) === 1
      );
    },
    async resume(created) {
      for (const scope of ["lane", "model"] as const)
        await redis.hdel(coolingKey(keys, created, scope), "kind");
      return (await redis.del(keys.account(created.lane.account))) === 1;
    },
    async probeNow(account) {
      await redis.eval(PROBE_NOW, 1, keys.account(account));
    },
    async pausedFor(account) {
      const pause = pauseSchema.safeParse(await redis.hgetall(keys.account(account)));
      return pause.success ? pause.data : null;
    },
    async coolDown(created, scope, { kind }, delayMs) {
      const key = coolingKey(keys, created, scope);
      return (await redis.eval(COOL_DOWN, 1, key, kind, Math.ceil(delayMs))) === 1;
    },
    async lowerLimit(lane) {
      return Number(await redis.eval(LOWER_LIMIT, 2, keys.lane(lane), keys.slots(lane)));
    },
    slots: (lane) => redis.smembers(keys.slots(lane)),
    async mendSlot(lane, id) {
      const names = [keys.generation(id), keys.slots(lane)];
      return (await redis.eval(MEND_SLOT, 2, ...names, id, laneName(lane))) === 1;
    },
    async serverSince() {
      const since = await redis.eval(SERVER_SINCE, 1, keys.server);
      return since === null ? null : Number(since);
    },
    async overLimit(lane, day) {
      return (await redis.eval(OVER_LIMIT, 1, keys.lane(lane), day)) === 1;
    },
    async checked(lane, since) {
      await redis.hset(keys.lane(lane), "checkedSince", since);
    },
    async reserveQuery(account, intervalMs) {
      return Number(await redis.eval(RESERVE_QUERY, 1, keys.queries(account), intervalMs));
    },
  };
}

/** Where it is written until when something cools down. */
export function coolingKey(keys: Keys, { lane, model }: ModelInLane, scope: CoolDownScope): string {
  return scope === "lane" ? keys.lane(lane) : keys.model({ account: lane.account, model });
}
