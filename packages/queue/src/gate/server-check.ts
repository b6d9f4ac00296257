import type { Redis } from "ioredis";
import { z } from "zod";

import type { Failure } from "../failure/failure.ts";
import { failureSchema } from "../failure/failure.ts";
import type { Lane } from "../generation/lane.ts";
import type { Keys } from "../store/keys.ts";
import { runScript, withPrelude } from "../store/script.ts";

/** When Redis may have lost records, epoch milliseconds. */
export interface ServerChange {
  /** When the server was first seen. */
  readonly since: number;
  /** When Redis was first seen to be empty; null if it never was. */
  readonly emptiedAt: number | null;
  /** Whether a live process used this Redis before it was emptied, so that it is not a new one. */
  readonly wasInUse: boolean;
}

/** Why a lane is closed. */
export interface ClosedUntil extends Failure {
  /** When it is checked next at the earliest, epoch milliseconds; absent if that is unknown. */
  readonly until?: number | undefined;
}

/** An earlier version stores no time, and ignores it. */
const closedSchema = failureSchema.extend({ until: z.number().optional() });

/** Whether Redis may have lost records, and which lanes were compared with the provider since. */
export interface ServerCheck {
  /** Null for a server that is the first since an earlier version. */
  serverChange(): Promise<ServerChange | null>;
  /**
   * Records whether the provider's list shows any task at this time, epoch milliseconds. Returns
   * since when it has shown none, as far as Redis remembers; null if it shows one.
   */
  sawList(at: number, isEmpty: boolean): Promise<number | null>;
  /**
   * Admits no create request in these lanes until they are checked, and says why. Returns whether
   * one of them was not closed for this reason before.
   */
  closeUnchecked(lanes: readonly Lane[], closed: ClosedUntil): Promise<boolean>;
  /**
   * Since when Redis cannot have lost a create request of a generation that was accepted at this
   * time and may use these lanes; null if it may have lost one (G1).
   */
  settledSince(lanes: readonly Lane[], acceptedAt: number): Promise<string | null>;
  /** Why the lane is closed until it is checked; null if it is open. */
  uncheckedFor(lane: Lane): Promise<ClosedUntil | null>;
  /**
   * Records that the lane's tasks at the provider were compared with ours since then (G1); with
   * `to`, only for generations that were accepted until then.
   */
  checked(lane: Lane, since: number, to: number | null): Promise<void>;
}

const SERVER_CHANGE = withPrelude(`
-- ARGV 1 when Redis was emptied as this process knows it, "" if it does not know Redis yet
-- A Redis without this note is new, or was emptied: it may have forgotten tasks.
local known = redis.call("HMGET", KEYS[1], "runId", "historyId")
local history = history_id()
if known[1] ~= run_id() or (known[2] and known[2] ~= history) then
  local now = now_ms()
  redis.call("HSET", KEYS[1], "runId", run_id(), "since", now)
  if not known[1] then redis.call("HSET", KEYS[1], "emptiedAt", now) end
end
if known[2] ~= history then redis.call("HSET", KEYS[1], "historyId", history) end
local emptied = redis.call("HGET", KEYS[1], "emptiedAt") or "never"
if ARGV[1] ~= "" and ARGV[1] ~= emptied then redis.call("HSET", KEYS[1], "wasInUse", 1) end
return { redis.call("HGET", KEYS[1], "since"), emptied, redis.call("HGET", KEYS[1], "wasInUse") }`);

const SETTLED_SINCE = withPrelude(`
local since = seen_since(KEYS[1])
for i = 2, since and since ~= "" and #KEYS or 1 do
  local checked = redis.call("HMGET", KEYS[i], "checkedSince", "checkedTo")
  if checked[1] ~= since or (checked[2] and tonumber(ARGV[1]) > tonumber(checked[2])) then
    return nil
  end
end
return since`);

export function createServerCheck(redis: Redis, keys: Keys): ServerCheck {
  let known = "";
  return {
    async serverChange() {
      const answer = await runScript(redis, SERVER_CHANGE, 1, keys.server, known);
      const [since, emptiedAt, wasInUse] = answer as [string | null, string, string | null];
      known = emptiedAt;
      return since === null
        ? null
        : {
            since: Number(since),
            emptiedAt: emptiedAt === "never" ? null : Number(emptiedAt),
            wasInUse: wasInUse !== null,
          };
    },
    async sawList(at, isEmpty) {
      if (isEmpty) await redis.hsetnx(keys.server, "listEmptySince", at);
      else await redis.hdel(keys.server, "listEmptySince");
      const since = await redis.hget(keys.server, "listEmptySince");
      return since === null ? null : Number(since);
    },
    async closeUnchecked(lanes, closed) {
      const value = JSON.stringify(closed);
      const known = lanes.map((lane) => redis.set(keys.unchecked(lane), value, "GET"));
      return (await Promise.all(known)).some((before) => before !== value);
    },
    async settledSince(lanes, acceptedAt) {
      const names = [keys.server, ...lanes.map(keys.lane)];
      const since = await runScript(redis, SETTLED_SINCE, names.length, ...names, acceptedAt);
      return since as string | null;
    },
    async uncheckedFor(lane) {
      const value = await redis.get(keys.unchecked(lane));
      return value === null ? null : closedSchema.parse(JSON.parse(value));
    },
    async checked(lane, since, to) {
      const key = keys.lane(lane);
      // One write: the lane must never be open without the time until which it is.
      if (to !== null) await redis.hset(key, { checkedSince: since, checkedTo: to });
      else {
        await redis.hset(key, "checkedSince", since);
        await redis.hdel(key, "checkedTo");
      }
      await redis.del(keys.unchecked(lane));
    },
  };
}
