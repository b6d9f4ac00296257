-- Writes a record after it was accepted, with its event, its indexes, its slot and its costs. This
-- is the only way: compare the revision, then set (G4).
--
-- KEYS 1 record  2 events  3 old status index  4 new status index
--      5 old status and model index  6 new status and model index
--      7 finished  8 slots  9 lane  10 account  11 owners of tasks  12 Redis server as last seen
--     13 model: in a lane of several models, one may cool down alone
--     14 costs of the day on which the attempt began
--     15 newest tasks of the account at its host: the provider's list must show them
--     16 terminal generations whose record is not in the archive yet
--     17 events as a stream, if an earlier version wrote one: then the next one follows there
--     18 line of its model and tenant  19 tenants in the line  20 parked generations of the model
--     21 holders of the lane's slots  22 shares of the lane's limit group  23 tenant
--     24 slots of the tenant  25 tenants
--     26 what tenants have spent in the month in which the attempt began
--     27 webhook messages of the generation  28 those without a job; absent if none is to be kept
-- ARGV 1 id  2 revision that was read  3 new revision  4 new status  5 record  6 event, "" for none
--      7 finished at, "" while open
--      8 slot: admit, take, release or keep; expire is keep, unless Redis may have lost something
--      9 lane name
--     10 changes channel  11 freed channel
--     12 max in flight; to expire, since when the lanes are checked
--     13 ms between two create requests  14 ms between two probes of a paused account
--     15 ms after which a lowered limit grows by one
--     16 task that it gets, "" for none  17 lane whose slot it holds after this, "" for none
--     18 highest possible cost of the attempt, "" if nothing bounds it  19 ms until the next day
--     20 field of the day's sum of all accounts  21 its limit, "" for none
--     22 field of the day's sum of the account  23 its limit, "" for none
--     24 when the attempt began  25 when the generation was accepted
--     26 line: enter, leave or keep  27 rank in the line  28 tenant
--     29 what the keys of records begin with  30 ms for which a slot is expected to be held
--     31 currency in which the attempt is billed, "" without one
--     32 field of what the tenant has spent in it
--     33 ms until the next month  34 how many of the following fields are such
--     35.. fields, each with the number to add: first what the tenant has spent on the day and in
--        the month, if that is counted, then the totals of the day. Amounts are billionths.
--
-- Returns {"written"}, with 1 if the account, lane and model of an admitted one have no pause and
-- no cool-down, {"conflict"} if another writer came first, {"owned"} if another generation
-- has the task, or why the lane admits no create request now: {"full"}, {"too-soon", ms},
-- {"paused", ms}, {"over-limit", ms} for the daily spend limit, {"tenant-full"} for a tenant at its
-- own limit of slots, {"over-budget", name, limit, ms} for a limit of its spending that leaves no
-- room, {"beyond-budget", name, limit, 1 if nothing bounds its cost} for one that this request
-- alone may exceed, {"uncounted", currency, name} if the totals of its days have to be added up
-- before, {"unchecked"} for a Redis that may have lost create requests.
--
-- The write that makes a record hold a slot takes the slot, and the write that ends it frees the
-- slot (`slots.lua`), so the two cannot disagree (G3). Costs are counted by the same write, and the
-- line is kept by it, so they cannot disagree with the record either. `spendVerdict` decides by the
-- same rule of limits, and `budgetVerdict` by that of tenants.

if redis.call("HGET", KEYS[1], "revision") ~= ARGV[2] then
  return { "conflict" }
end

if ARGV[16] ~= "" then
  if redis.call("HSETNX", KEYS[11], ARGV[16], ARGV[1]) == 0 and redis.call("HGET", KEYS[11], ARGV[16]) ~= ARGV[1] then
    return { "owned" }
  end
  redis.call("ZADD", KEYS[15], ARGV[24], ARGV[16])
  redis.call("ZREMRANGEBYRANK", KEYS[15], 0, -101)
  redis.call("PEXPIRE", KEYS[15], 172800000)
end

if ARGV[8] == "expire" and seen_since(KEYS[12]) ~= ARGV[12] then
  return { "unchecked" }
end

local is_calm
if ARGV[8] == "admit" then
  local now = now_ms()
  local since = seen_since(KEYS[12])
  local checked = redis.call("HMGET", KEYS[9], "checkedSince", "checkedTo")
  if not since or (since ~= "" and checked[1] ~= since) then
    return { "unchecked" }
  end
  -- Redis was empty, and the provider has tasks of that time: their callers may still repeat.
  if checked[2] and tonumber(ARGV[25]) > tonumber(checked[2]) then
    return { "unchecked" }
  end

  local pause = redis.call("HMGET", KEYS[10], "probeAt", "refused")
  local probe_at = tonumber(pause[1])
  -- The model that was refused last waits a little longer, so that others are probed too: their
  -- tickets ask again at least every 5 s.
  if probe_at and pause[2] == KEYS[13] then
    probe_at = probe_at + math.min(tonumber(ARGV[14]), 10000)
  end
  if probe_at and now < probe_at then
    return { "paused", probe_at - now }
  end
  local hold = tonumber(ARGV[18]) or 1
  for i = 20, 22, 2 do
    local spent = tonumber(redis.call("HGET", KEYS[14], ARGV[i]) or 0)
    if ARGV[i + 1] ~= "" and spent + hold > tonumber(ARGV[i + 1]) then
      return { "over-limit", tonumber(ARGV[19]) }
    end
  end
  local refusal = budget_refusal()
  if refusal then
    return refusal
  end
  -- A generation that kept its slot needs no free one.
  if redis.call("SISMEMBER", KEYS[8], ARGV[1]) == 0 then
    if redis.call("SCARD", KEYS[8]) >= limit_of(KEYS[9], tonumber(ARGV[12]), ARGV[15], now) then
      return { "full" }
    end
    local _, is_full = weight_and_is_full(KEYS[23], KEYS[24], ARGV[29])
    if is_full then
      return { "tenant-full" }
    end
  end
  local lane = redis.call("HMGET", KEYS[9], "nextCreateAt", "kind")
  local model = redis.call("HMGET", KEYS[13], "nextCreateAt", "kind")
  is_calm = not (probe_at or lane[2] or model[2])
  local lane_at, model_at = tonumber(lane[1] or 0), tonumber(model[1] or 0)
  local next_at = math.max(lane_at, model_at)
  if now < next_at then
    return { "too-soon", next_at - now }
  end

  redis.call("HSET", KEYS[9], "nextCreateAt", now + tonumber(ARGV[13]))
  if probe_at then
    redis.call("HSET", KEYS[10], "probeAt", now + tonumber(ARGV[14]))
  end
end
if ARGV[8] == "admit" or ARGV[8] == "take" then
  take_slot()
elseif ARGV[8] == "release" then
  free_slot()
end

if ARGV[26] == "enter" then
  enter_line(KEYS[18], KEYS[19], ARGV[28], ARGV[27], ARGV[1])
elseif ARGV[26] == "leave" then
  leave_line(KEYS[18], KEYS[19], ARGV[28], ARGV[1])
  if redis.call("ZREM", KEYS[20], ARGV[1]) == 1 then
    redis.call("HDEL", KEYS[1], "parked")
  end
end

redis.call("HSET", KEYS[1], "revision", ARGV[3], "status", ARGV[4], "record", ARGV[5], "slot", ARGV[17])
local totals_at = 35 + 2 * ARGV[34]
for i = 35, totals_at - 1, 2 do
  for _, sums in ipairs({ KEYS[14], KEYS[26] }) do
    if redis.call("HEXISTS", sums, ARGV[i]) == 1 then
      redis.call("HINCRBY", sums, ARGV[i], ARGV[i + 1])
    end
  end
end
for i = totals_at, #ARGV, 2 do
  redis.call("HINCRBY", KEYS[14], ARGV[i], ARGV[i + 1])
end
local has_tenants = redis.call("EXISTS", KEYS[25]) == 1
for i = 3, 5, 2 do
  if KEYS[i] ~= KEYS[i + 1] then
    redis.call("ZREM", KEYS[i], ARGV[1])
    redis.call("ZADD", KEYS[i + 1], 0, ARGV[1])
  end
  if has_tenants then
    redis.call("ZREM", tenant_index(KEYS[i], ARGV[28]), ARGV[1])
    redis.call("ZADD", tenant_index(KEYS[i + 1], ARGV[28]), 0, ARGV[1])
  end
end
if ARGV[7] ~= "" then
  redis.call("ZADD", KEYS[7], ARGV[7], ARGV[1])
  redis.call("ZADD", KEYS[16], ARGV[7], ARGV[1])
end
if ARGV[6] ~= "" then
  if redis.call("EXISTS", KEYS[17]) == 1 then
    redis.call("XADD", KEYS[17], "*", "event", ARGV[6])
  else
    redis.call("RPUSH", KEYS[2], ARGV[6])
  end
  redis.call("PUBLISH", ARGV[10], ARGV[1])
end
-- A worker that dies after this loses no message: any worker finds it there.
if KEYS[27] then
  redis.call("HSET", KEYS[27], ARGV[3], ARGV[5])
  redis.call("ZADD", KEYS[28], now_ms(), ARGV[1] .. ":" .. ARGV[3])
end
return { "written", is_calm and 1 or nil }
