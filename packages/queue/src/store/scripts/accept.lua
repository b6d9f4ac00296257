-- Stores a new generation, once per idempotency key (G9).
--
-- KEYS 1 record  2 idempotency key  3 models  4 line of its model and tenant
--      5 tenants in the line  6.. indexes
-- ARGV 1 id  2 revision  3 status  4 record  5 model
--      6 fingerprint of the request, "" without a key  7 changes channel  8 models channel
--      9 how long the key is kept, ms; "" for as long as the record
--     10 how many models there may be with this one, "" for no limit
--     11 rank in the line  12 tenant
--
-- Returns {} if it was stored, {id, fingerprint} of the first generation with this key, or
-- {"too-many-models"}.

if ARGV[6] ~= "" then
  local first = redis.call("HMGET", KEYS[2], "id", "fingerprint")
  if first[1] then
    return first
  end
end

if ARGV[10] ~= "" and redis.call("SISMEMBER", KEYS[3], ARGV[5]) == 0 and redis.call("SCARD", KEYS[3]) >= tonumber(ARGV[10]) then
  return { "too-many-models" }
end

if ARGV[6] ~= "" then
  redis.call("HSET", KEYS[2], "id", ARGV[1], "fingerprint", ARGV[6])
  if ARGV[9] ~= "" then
    redis.call("PEXPIRE", KEYS[2], ARGV[9])
  end
end

-- After a lost connection this may be sent again, when the record has already changed.
if redis.call("EXISTS", KEYS[1]) == 1 then
  return {}
end
redis.call("HSET", KEYS[1], "revision", ARGV[2], "status", ARGV[3], "record", ARGV[4])
if ARGV[6] ~= "" and ARGV[9] == "" then
  redis.call("HSET", KEYS[1], "idempotency", KEYS[2])
end
if redis.call("SADD", KEYS[3], ARGV[5]) == 1 then
  redis.call("PUBLISH", ARGV[8], ARGV[5])
end
enter_line(KEYS[4], KEYS[5], ARGV[12], ARGV[11], ARGV[1])
for i = 6, #KEYS do
  redis.call("ZADD", KEYS[i], 0, ARGV[1])
end
redis.call("PUBLISH", ARGV[7], ARGV[1])
return {}
