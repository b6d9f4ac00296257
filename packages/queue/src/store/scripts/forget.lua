-- Deletes a terminal generation and everything that refers to it. The archive keeps its files and
-- its record.
--
-- KEYS 1 record  2 events  3 their stream  4 owners of tasks  5.. indexes
-- ARGV 1 id  2.. its tasks

local idempotency = redis.call("HGET", KEYS[1], "idempotency")
if idempotency then
  redis.call("DEL", idempotency)
end
redis.call("DEL", KEYS[1], KEYS[2], KEYS[3])
for i = 2, #ARGV do
  redis.call("HDEL", KEYS[4], ARGV[i])
end
for i = 5, #KEYS do
  redis.call("ZREM", KEYS[i], ARGV[1])
end
return 1
