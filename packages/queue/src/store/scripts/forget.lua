-- Deletes a terminal generation and everything that refers to it. The archive keeps its files and
-- its record.
--
-- KEYS 1 record  2 events  3 their stream  4 webhook messages  5 their attempts
--      6 owners of tasks  7 finished  8.. indexes
-- ARGV 1 id  2 time before which it ended  3.. its tasks

-- It was deleted meanwhile, and is kept as a tombstone.
if tonumber(redis.call("ZSCORE", KEYS[7], ARGV[1]) or 0) >= tonumber(ARGV[2]) then
  return 0
end
local idempotency = redis.call("HGET", KEYS[1], "idempotency")
if idempotency then
  redis.call("DEL", idempotency)
end
redis.call("DEL", KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5])
for i = 3, #ARGV do
  redis.call("HDEL", KEYS[6], ARGV[i])
end
for i = 7, #KEYS do
  redis.call("ZREM", KEYS[i], ARGV[1])
end
return 1
