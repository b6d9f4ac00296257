import type { Redis } from "ioredis";

import type { Queued } from "../generation/generation.ts";
import { isWaiting } from "../generation/status.ts";
import { BEHIND_ALL, rankOf } from "../generation/waiting/rank.ts";
import type { Keys } from "../store/keys.ts";
import { readableRecords } from "../store/read-record.ts";
import { runScript, withPrelude } from "../store/script.ts";

// KEYS 1 record  2 line  3 parked generations  4 those behind all
// ARGV 1 id  2 tenant  3 rank of its own place, "" to leave it where it is
const RETURN = withPrelude(`if not waits(KEYS[1]) then
  redis.call("ZREM", KEYS[4], ARGV[2] .. ":" .. ARGV[1])
elseif ARGV[3] ~= "" then
  redis.call("ZREM", KEYS[4], ARGV[2] .. ":" .. ARGV[1])
  local parked = string.match(redis.call("HGET", KEYS[1], "parked") or "", "^(%d+):")
  if parked and tonumber(parked) >= ${BEHIND_ALL} then
    redis.call("HSET", KEYS[1], "parked", ARGV[3] .. ":" .. ARGV[2])
    redis.call("ZADD", KEYS[3], "XX", 0, ARGV[1])
  end
  if tonumber(redis.call("ZSCORE", KEYS[2], ARGV[1]) or 0) >= ${BEHIND_ALL} then
    redis.call("ZADD", KEYS[2], "XX", ARGV[3], ARGV[1])
  end
end`);

/** Which of the generations that are behind all others of their tenants. */
export interface BehindAll {
  readonly model: string;
  /** By default those of all tenants. */
  readonly tenant?: string;
  /** Where the last look ended; null to begin. */
  readonly after: string | null;
}

const PAGE = 100;

/**
 * Looks at a page of the generations behind all others of their tenants. Those that fit return to
 * their own places and are tried at once. Returns where it ended; null after the last page.
 */
export async function returnFitting(
  redis: Redis,
  keys: Keys,
  { model, tenant: only, after }: BehindAll,
  fits: (waiting: Queued) => boolean,
): Promise<string | null> {
  const first = only === undefined ? "-" : `[${only}:`;
  // The character after the colon.
  const last = only === undefined ? "+" : `(${only};`;
  const bounds = [after === null ? first : `(${after}`, last, "BYLEX", "LIMIT", 0, PAGE] as const;
  const members = await redis.zrange(keys.behindAll(model), ...bounds);
  const places = members.map((member) => {
    const [tenant = "", id = ""] = member.split(":");
    return { tenant, id };
  });
  const ids = places.map(({ id }) => id);
  const read = await readableRecords({ redis, keys }, ids);
  const records = new Map(read.map((record) => [record.id, record]));
  for (const { tenant, id } of places) {
    const waiting = records.get(id);
    const isGone = waiting === undefined || !isWaiting(waiting);
    if (!isGone && !fits(waiting)) continue;
    const names = [keys.generation(id), keys.line(model, tenant), keys.parked(model)];
    const values = [id, tenant, isGone ? "" : rankOf(waiting)];
    await runScript(redis, RETURN, 4, ...names, keys.behindAll(model), ...values);
  }
  return members.length < PAGE ? null : (members.at(-1) ?? null);
}
