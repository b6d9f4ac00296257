import type { Redis } from "ioredis";
import { z } from "zod";

import type { Told } from "../audit/ended-alarms.ts";
import { createEndedAlarms, endedRefusal } from "../audit/ended-alarms.ts";
import type { Failure } from "../failure/failure.ts";
import { failureSchema } from "../failure/failure.ts";
import type { Lane } from "../generation/lane.ts";
import { laneName } from "../generation/lane.ts";
import type { Keys } from "../store/keys.ts";
import type { ExclusiveAccounts } from "./exclusive-accounts.ts";
import { createExclusiveAccounts } from "./exclusive-accounts.ts";
import type { QueryTurns } from "./query-turns.ts";
import { createQueryTurns } from "./query-turns.ts";
import type { ServerCheck } from "./server-check.ts";
import { createServerCheck } from "./server-check.ts";
import { runScript, scriptOf, withPrelude } from "../store/script.ts";

/**
 * The state of accounts and lanes that all replicas share: pauses, cool-downs, lowered limits and
 * query turns (G8). Slots are taken and freed by the write of the record (`change.lua`); here they
 * are only read and repaired.
 */
export interface AccountGate extends ServerCheck, ExclusiveAccounts, QueryTurns {
  /**
   * Stops all create requests of an account except probes. The next probe is a request to another
   * model than the refused one, if any waits: that model alone may be the cause. Returns whether
   * the account was not paused for this kind of failure before.
   */
  pause(
    account: string,
    failure: Failure,
    probeMs: number,
    refusedModel: string | null,
  ): Promise<boolean>;
  /**
   * Ends the pause and the cool-downs after a create request succeeded. Returns whether the account
   * was paused.
   */
  resume(created: ModelInLane): Promise<boolean>;
  /** Admits the next create request of a paused account at once, as a probe. */
  probeNow(account: string): Promise<void>;
  pausedFor(account: string): Promise<Pause | null>;
  /** Admits no create request for `delayMs` in the lane, or of the model alone. */
  coolDown(
    created: ModelInLane,
    scope: CoolDownScope,
    failure: Failure,
    delayMs: number,
  ): Promise<CoolDownNews>;
  /**
   * Lowers the lane's limit to its tasks in flight, because another system uses the account too.
   * The limit grows back over time. Returns the new limit.
   */
  lowerLimit(lane: Lane): Promise<number>;
  /** Records that the daily spend limit stops this lane. Returns whether that is new today. */
  overLimit(lane: Lane, day: string): Promise<boolean>;
  /** Whether that was recorded for this day. */
  isOverLimit(lane: Lane, day: string): Promise<boolean>;
  /** The generations that hold a slot in this lane, uncertain ones included (G3). */
  slots(lane: Lane): Promise<readonly string[]>;
  /** Makes the lane's slots agree with a generation's record. Returns whether they did not. */
  correctSlot(lane: Lane, generationId: string): Promise<boolean>;
}

/** A model by the name under which it was requested, in the lane where its attempt counts. */
export interface ModelInLane {
  readonly lane: Lane;
  readonly model: string;
}

/** What a refused create request holds back. */
export type CoolDownScope = "lane" | "model";

/** Whether a cool-down is worth a log line. */
export type CoolDownNews =
  /** It was not cooling down for this kind of failure before. */
  | "new"
  | "known"
  /** It has cooled down for this kind of failure for 10 minutes. Reported once. */
  | "lasting";

/** Why the provider refuses an account, and since when. */
export const pauseSchema = failureSchema
  .pick({ kind: true, code: true, message: true })
  .extend({ since: z.coerce.number() });
export type Pause = z.infer<typeof pauseSchema>;

const LASTING_MS = 10 * 60_000;

const PAUSE = withPrelude(`local now = now_ms()
local known = redis.call("HGET", KEYS[1], "kind")
redis.call("HSET", KEYS[1], "kind", ARGV[1], "code", ARGV[2], "message", ARGV[3])
-- Only a refused create request was a probe, so a refused query does not put off the next one.
if ARGV[5] ~= "" then
  redis.call("HSET", KEYS[1], "probeAt", now + ARGV[4], "refused", ARGV[5], "refusedAt", now)
else
  redis.call("HSETNX", KEYS[1], "probeAt", now + ARGV[4])
end
redis.call("HSETNX", KEYS[1], "since", now)
return known ~= ARGV[1] and 1 or 0`);

const OVER_LIMIT = scriptOf(`
local known = redis.call("HGET", KEYS[1], "overLimitOn")
redis.call("HSET", KEYS[1], "overLimitOn", ARGV[1])
return known ~= ARGV[1] and 1 or 0`);

// Returns the time, and the kind, message and beginning of each refusal that it ends.
const RESUME = withPrelude(`local ended = { now_ms() }
for i, since in ipairs({ "kindSince", "kindSince", "since" }) do
  table.insert(ended, redis.call("HMGET", KEYS[i], "kind", "message", since))
end
redis.call("HDEL", KEYS[1], "kind", "message")
redis.call("HDEL", KEYS[2], "kind", "message")
redis.call("DEL", KEYS[3])
return ended`);

const PROBE_NOW = scriptOf(
  `if redis.call("EXISTS", KEYS[1]) == 1 then redis.call("HSET", KEYS[1], "probeAt", 0) end`,
);

const COOL_DOWN = withPrelude(`local now = now_ms()
local known = redis.call("HGET", KEYS[1], "kind")
local at = math.max(tonumber(redis.call("HGET", KEYS[1], "nextCreateAt") or 0), now + ARGV[2])
redis.call("HSET", KEYS[1], "nextCreateAt", at, "kind", ARGV[1], "message", ARGV[4], "refusedAt", now)
if known ~= ARGV[1] then
  redis.call("HSET", KEYS[1], "kindSince", now)
  redis.call("HDEL", KEYS[1], "lastingSaid")
  return "new"
end
local since = tonumber(redis.call("HGET", KEYS[1], "kindSince") or now)
local lasting = now - since >= tonumber(ARGV[3]) and redis.call("HSETNX", KEYS[1], "lastingSaid", 1) == 1
return lasting and "lasting" or "known"`);

const LOWER_LIMIT = withPrelude(`local now = now_ms()
local limit = math.max(1, redis.call("SCARD", KEYS[2]))
redis.call("HSET", KEYS[1], "limit", limit, "limitAt", now)
return limit`);

// A record without the field was written by an older version.
const CORRECT_SLOT = scriptOf(`local slot = redis.call("HGET", KEYS[1], "slot")
if not slot and redis.call("EXISTS", KEYS[1]) == 1 then return 0 end
return redis.call(slot == ARGV[2] and "SADD" or "SREM", KEYS[2], ARGV[1])`);

export function createAccountGate(redis: Redis, keys: Keys): AccountGate {
  const alarms = createEndedAlarms(redis, keys);
  return {
    ...createServerCheck(redis, keys),
    ...createExclusiveAccounts(redis, keys),
    ...createQueryTurns(redis, keys),
    async pause(account, { kind, code, message }, probeMs, refusedModel) {
      const refused = refusedModel === null ? "" : keys.model({ account, model: refusedModel });
      const values = [kind, code, message, probeMs, refused];
      return (await runScript(redis, PAUSE, 1, keys.account(account), ...values)) === 1;
    },
    async resume(created) {
      const cooling = (["lane", "model"] as const).map((scope) => coolingKey(keys, created, scope));
      const { account } = created.lane;
      const answer = await runScript(redis, RESUME, 3, ...cooling, keys.account(account));
      const [now, ofLane, ofModel, ofAccount] = answer as [number, Told, Told, Told];
      await alarms.record([
        ...endedRefusal("model", `${created.model} (${account})`, ofLane, now),
        ...endedRefusal("model", `${created.model} (${account})`, ofModel, now),
        ...endedRefusal("account", account, ofAccount, now),
      ]);
      return ofAccount[0] !== null;
    },
    async probeNow(account) {
      await runScript(redis, PROBE_NOW, 1, keys.account(account));
    },
    async pausedFor(account) {
      const pause = pauseSchema.safeParse(await redis.hgetall(keys.account(account)));
      return pause.success ? pause.data : null;
    },
    async coolDown(created, scope, { kind, message }, delayMs) {
      const key = coolingKey(keys, created, scope);
      const values = [kind, Math.ceil(delayMs), LASTING_MS, message];
      return (await runScript(redis, COOL_DOWN, 1, key, ...values)) as CoolDownNews;
    },
    async lowerLimit(lane) {
      return Number(await runScript(redis, LOWER_LIMIT, 2, keys.lane(lane), keys.slots(lane)));
    },
    slots: (lane) => redis.smembers(keys.slots(lane)),
    async correctSlot(lane, id) {
      const names = [keys.generation(id), keys.slots(lane)];
      return (await runScript(redis, CORRECT_SLOT, 2, ...names, id, laneName(lane))) === 1;
    },
    async overLimit(lane, day) {
      return (await runScript(redis, OVER_LIMIT, 1, keys.lane(lane), day)) === 1;
    },
    async isOverLimit(lane, day) {
      return (await redis.hget(keys.lane(lane), "overLimitOn")) === day;
    },
  };
}

/** The key that holds a cool-down. */
export function coolingKey(keys: Keys, { lane, model }: ModelInLane, scope: CoolDownScope): string {
  return scope === "lane" ? keys.lane(lane) : keys.model({ account: lane.account, model });
}
