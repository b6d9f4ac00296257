-- Deletes a terminal generation and everything that refers to it. The archive keeps its files and
-- its record.
--
-- KEYS 1 record  2 events  3 owners of tasks  4 finished  5 unarchived  6.. indexes
-- ARGV 1 id  2.. its tasks

local idempotency = redis.call("HGET", KEYS[1], "idempotency")
if idempotency then
  redis.call("DEL", idempotency)
end
redis.call("DEL", KEYS[1], KEYS[2])
for i = 2, #ARGV do
  redis.call("HDEL", KEYS[3], ARGV[i])
end
for i = 4, #KEYS do
  redis.call("ZREM", KEYS[i], ARGV[1])
end
return 1
