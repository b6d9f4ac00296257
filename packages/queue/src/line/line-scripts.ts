import { BEHIND_ALL, PRIORITY_STEP } from "../generation/waiting/rank.ts";
import { readScript, withPrelude } from "../store/script.ts";

export const PICK = readScript("pick");

export const HOLD = withPrelude(`local held = redis.call("HGET", KEYS[1], ARGV[1])
if held then
  local rest = string.match(held, "^%d+(:.*)$")
  redis.call("HSET", KEYS[1], ARGV[1], now_ms() + ARGV[2] .. rest)
end`);

// The record stores the rank at which it returns to the line.
// KEYS 1 record  2 line  3 tenants in the line  4 parked generations  5 those behind all
export const PARK = withPrelude(`local rank = redis.call("ZSCORE", KEYS[2], ARGV[1])
if rank and waits(KEYS[1]) then
  leave_line(KEYS[2], KEYS[3], ARGV[2], ARGV[1])
  if ARGV[4] == "last" then
    rank = rank - rank % ${PRIORITY_STEP} + now_ms()
  elseif ARGV[4] == "behind all" then
    rank = ${BEHIND_ALL} + now_ms()
    redis.call("ZADD", KEYS[5], 0, ARGV[2] .. ":" .. ARGV[1])
  end
  redis.call("HSET", KEYS[1], "parked", string.format("%.0f", rank) .. ":" .. ARGV[2])
  redis.call("ZADD", KEYS[4], now_ms() + ARGV[3], ARGV[1])
end`);

export const REST = withPrelude(`if redis.call("HEXISTS", KEYS[1], ARGV[1]) == 1 then
  redis.call("HSET", KEYS[1], ARGV[1], now_ms() + ARGV[2])
end`);

export const MISSING =
  withPrelude(`local count = redis.call("ZCARD", KEYS[1]) - redis.call("ZCARD", KEYS[3])
for _, tenant in ipairs(redis.call("HKEYS", KEYS[2])) do
  count = count - redis.call("ZCARD", ARGV[1] .. tenant)
end
return count`);

export const ENTER = withPrelude(`if not waits(KEYS[1]) or redis.call("ZSCORE", KEYS[4], ARGV[1])
  or redis.call("ZSCORE", KEYS[2], ARGV[1]) then
  return 0
end
enter_line(KEYS[2], KEYS[3], ARGV[2], ARGV[3], ARGV[1])
return 1`);
