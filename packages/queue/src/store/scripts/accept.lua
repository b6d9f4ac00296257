-- Stores a new generation, once per idempotency key (G9).
--
-- KEYS 1 record  2 events  3 idempotency key  4 models  5.. indexes
-- ARGV 1 id  2 revision  3 status  4 record  5 event  6 model
--      7 fingerprint of the request, "" without a key  8 changes channel  9 models channel
--     10 how long the key is kept, ms; "" for as long as the record
--     11 how many models there may be with this one, "" for no limit
--
-- Returns {} if it was stored, {id, fingerprint} of the first generation with this key, or
-- {"too-many-models"}.

if ARGV[7] ~= "" then
  local first = redis.call("HMGET", KEYS[3], "id", "fingerprint")
  if first[1] then
    return first
  end
end

if ARGV[11] ~= "" and redis.call("SISMEMBER", KEYS[4], ARGV[6]) == 0 and redis.call("SCARD", KEYS[4]) >= tonumber(ARGV[11]) then
  return { "too-many-models" }
end

if ARGV[7] ~= "" then
  redis.call("HSET", KEYS[3], "id", ARGV[1], "fingerprint", ARGV[7])
  if ARGV[10] ~= "" then
    redis.call("PEXPIRE", KEYS[3], ARGV[10])
  end
end

-- After a lost connection this may be sent again, when the record has already changed.
if redis.call("EXISTS", KEYS[1]) == 1 then
  return {}
end
redis.call("HSET", KEYS[1], "revision", ARGV[2], "status", ARGV[3], "record", ARGV[4])
if ARGV[7] ~= "" and ARGV[10] == "" then
  redis.call("HSET", KEYS[1], "idempotency", KEYS[3])
end
redis.call("XADD", KEYS[2], "*", "event", ARGV[5])
if redis.call("SADD", KEYS[4], ARGV[6]) == 1 then
  redis.call("PUBLISH", ARGV[9], ARGV[6])
end
for i = 5, #KEYS do
  redis.call("ZADD", KEYS[i], 0, ARGV[1])
end
redis.call("PUBLISH", ARGV[8], ARGV[1])
return {}
