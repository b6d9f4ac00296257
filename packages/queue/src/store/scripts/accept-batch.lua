-- Accepts all generations of a batch, or none: their records are written before, where nothing
-- shows them, and expire unless this script keeps them (G9).
--
-- KEYS 1 batch  2 idempotency key  3 models  4 tenant  5 tenants
--      6 counts the submissions of the tenant in a minute  7 index of all queued generations
--      8 deadlines  9.. for each model: its line, the tenants in it, the index of its queued
--      generations
-- ARGV 1 id  2 record of the batch  3 fingerprint, "" without a key  4 tenant  5 models channel
--      6 what the keys of generations begin with  7 how many unknown models there may be in all,
--      with those that are known; "" for no limit  8 number of models, M
--      9.. M times the model, and "1" if it is unknown; then for each generation its id, the number
--      of its model from 1, its rank in the line, and by when it must be submitted or ""
--
-- Returns what accept.lua does, and {"lost"} if a record has expired.

-- After a lost connection this may be sent again. It comes before the key, which names this batch
-- then.
if redis.call("EXISTS", KEYS[1]) == 1 then
  return { "accepted" }
end
if ARGV[3] ~= "" then
  local first = redis.call("HMGET", KEYS[2], "id", "fingerprint")
  if first[1] then
    return { "repeated", first[1], first[2] }
  end
end

local models = {}
local unknown = 0
for i = 1, tonumber(ARGV[8]) do
  local model = ARGV[7 + i * 2]
  table.insert(models, model)
  if ARGV[8 + i * 2] == "1" and redis.call("SISMEMBER", KEYS[3], model) == 0 then
    unknown = unknown + 1
  end
end
local first = 9 + #models * 2
local count = (#ARGV - first + 1) / 4

local refused = refusal(KEYS[4], tenant_index(KEYS[7], ARGV[4]), KEYS[6], models, count)
if refused then
  return refused
end
if unknown > 0 and ARGV[7] ~= "" and redis.call("SCARD", KEYS[3]) + unknown > tonumber(ARGV[7]) then
  return { "too-many-models" }
end
for i = first, #ARGV, 4 do
  if redis.call("PTTL", ARGV[6] .. ARGV[i]) < 0 then
    return { "lost" }
  end
end

count_submissions(KEYS[4], KEYS[6], count)
if ARGV[3] ~= "" then
  redis.call("HSET", KEYS[2], "id", ARGV[1], "fingerprint", ARGV[3])
end
redis.call("HSET", KEYS[1], "revision", 0, "record", ARGV[2], "left", count)
if ARGV[3] ~= "" then
  redis.call("HSET", KEYS[1], "idempotency", KEYS[2])
end
for _, model in ipairs(models) do
  if redis.call("SADD", KEYS[3], model) == 1 then
    redis.call("PUBLISH", ARGV[5], model)
  end
end

-- Few calls with many members keep this short.
local waiting = {}
local function flush(key)
  if #waiting[key] > 0 then
    redis.call("ZADD", key, unpack(waiting[key]))
  end
  waiting[key] = {}
end
local function add(key, score, id)
  waiting[key] = waiting[key] or {}
  table.insert(waiting[key], score)
  table.insert(waiting[key], id)
  if #waiting[key] >= 1000 then
    flush(key)
  end
end

local has_tenants = redis.call("EXISTS", KEYS[5]) == 1
for i = first, #ARGV, 4 do
  local id, model = ARGV[i], tonumber(ARGV[i + 1])
  redis.call("PERSIST", ARGV[6] .. id)
  local line, tenants, index = KEYS[6 + model * 3], KEYS[7 + model * 3], KEYS[8 + model * 3]
  add(line, ARGV[i + 2], id)
  if ARGV[i + 3] ~= "" then
    add(KEYS[8], ARGV[i + 3], id)
  end
  redis.call("HSETNX", tenants, ARGV[4], "new")
  for _, key in ipairs({ KEYS[7], index }) do
    add(key, 0, id)
    if has_tenants then
      add(tenant_index(key, ARGV[4]), 0, id)
    end
  end
end
for key in pairs(waiting) do
  flush(key)
end
return { "accepted" }
