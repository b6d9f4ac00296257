-- Stores a new generation, once per idempotency key (G9), unless its tenant may not submit it.
--
-- KEYS 1 record  2 idempotency key  3 models  4 line of its model and tenant
--      5 tenants in the line  6 tenant  7 tenants
--      8 counts the submissions of the tenant in a minute
--      9 index of all queued generations  10 of those with the same model
-- ARGV 1 id  2 revision  3 status  4 record  5 model
--      6 fingerprint of the request, "" without a key  7 changes channel  8 models channel
--      9 how long the key is kept, ms; "" for as long as the record
--     10 how many models there may be with this one, "" for no limit
--     11 rank in the line  12 tenant
--
-- Returns {"accepted"}, {"repeated", id, fingerprint} of the first generation with this key,
-- {"too-many-models"}, or the refusal of the tenant.

if ARGV[6] ~= "" then
  local first = redis.call("HMGET", KEYS[2], "id", "fingerprint")
  if first[1] then
    return { "repeated", first[1], first[2] }
  end
end

-- After a lost connection this may be sent again, when the record has already changed.
if redis.call("EXISTS", KEYS[1]) == 1 then
  return { "accepted" }
end

local refused = refusal(KEYS[6], tenant_index(KEYS[9], ARGV[12]), KEYS[8], { ARGV[5] }, 1)
if refused then
  return refused
end

if ARGV[10] ~= "" and redis.call("SISMEMBER", KEYS[3], ARGV[5]) == 0 and redis.call("SCARD", KEYS[3]) >= tonumber(ARGV[10]) then
  return { "too-many-models" }
end

count_submissions(KEYS[6], KEYS[8], 1)
if ARGV[6] ~= "" then
  redis.call("HSET", KEYS[2], "id", ARGV[1], "fingerprint", ARGV[6])
  if ARGV[9] ~= "" then
    redis.call("PEXPIRE", KEYS[2], ARGV[9])
  end
end
redis.call("HSET", KEYS[1], "revision", ARGV[2], "status", ARGV[3], "record", ARGV[4])
if ARGV[6] ~= "" and ARGV[9] == "" then
  redis.call("HSET", KEYS[1], "idempotency", KEYS[2])
end
if redis.call("SADD", KEYS[3], ARGV[5]) == 1 then
  redis.call("PUBLISH", ARGV[8], ARGV[5])
end
enter_line(KEYS[4], KEYS[5], ARGV[12], ARGV[11], ARGV[1])
local has_tenants = redis.call("EXISTS", KEYS[7]) == 1
for i = 9, 10 do
  redis.call("ZADD", KEYS[i], 0, ARGV[1])
  if has_tenants then
    redis.call("ZADD", tenant_index(KEYS[i], ARGV[12]), 0, ARGV[1])
  end
end
redis.call("PUBLISH", ARGV[7], ARGV[1])
return { "accepted" }
