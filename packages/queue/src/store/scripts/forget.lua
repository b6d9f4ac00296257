-- Deletes a terminal generation and everything that refers to it. The archive keeps its files and
-- its record. The last generation of a batch takes the batch with it.
--
-- KEYS 1 record  2 events  3 their stream  4 webhook messages  5 their attempts
--      6 owners of tasks  7 its batch, if it has one  8 finished  9.. indexes
-- ARGV 1 id  2 time before which it ended  3.. its tasks

-- It was deleted meanwhile, and is kept as a tombstone.
if tonumber(redis.call("ZSCORE", KEYS[8], ARGV[1]) or 0) >= tonumber(ARGV[2]) then
  return 0
end
local idempotency = redis.call("HGET", KEYS[1], "idempotency")
if idempotency then
  redis.call("DEL", idempotency)
end
local existed = redis.call("DEL", KEYS[1]) == 1
redis.call("DEL", KEYS[2], KEYS[3], KEYS[4], KEYS[5])
if existed and redis.call("EXISTS", KEYS[7]) == 1 and redis.call("HINCRBY", KEYS[7], "left", -1) == 0 then
  local key = redis.call("HGET", KEYS[7], "idempotency")
  redis.call("DEL", KEYS[7], key or KEYS[7])
end
for i = 3, #ARGV do
  redis.call("HDEL", KEYS[6], ARGV[i])
end
for i = 8, #KEYS do
  redis.call("ZREM", KEYS[i], ARGV[1])
end
return 1
