-- Puts a tombstone in the place of a terminal record, and removes everything else that has its
-- content. Its tasks stay ours, and its idempotency key stays used (G10): both end with the
-- tombstone, which is kept from now on for as long as a record from its end.
--
-- KEYS 1 record  2 events  3 their stream  4 webhook messages  5 their attempts
--      6 finished  7 deleted generations whose files may remain  8.. indexes
-- ARGV 1 id  2 tombstone  3 revision of the record  4 now
--
-- Returns 0 if the record has changed meanwhile.

local found = redis.call("HMGET", KEYS[1], "deleted", "revision")
if found[1] then
  return 1
end
if found[2] and found[2] ~= ARGV[3] then
  return 0
end
local idempotency = redis.call("HGET", KEYS[1], "idempotency")
redis.call("DEL", KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5])
redis.call("HSET", KEYS[1], "deleted", ARGV[2], "revision", ARGV[3] + 1)
if idempotency then
  redis.call("HSET", KEYS[1], "idempotency", idempotency)
end
for i = 8, #KEYS do
  redis.call("ZREM", KEYS[i], ARGV[1])
end
redis.call("ZADD", KEYS[6], ARGV[4], ARGV[1])
redis.call("ZADD", KEYS[7], ARGV[4], ARGV[1])
return 1
