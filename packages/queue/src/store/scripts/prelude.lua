-- What several scripts need; it is put before each of them.

-- The index of one tenant, by the index of all. Without tenants, there are only the latter.
local function tenant_index(index, tenant)
  return index .. ":tenant:" .. tenant
end

-- The clock of Redis, in whole milliseconds since the epoch.
local function now_ms()
  local time = redis.call("TIME")
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function run_id()
  return string.match(redis.call("INFO", "server"), "run_id:(%w+)") or ""
end

-- Changes when this server becomes the primary again after it took over the data of another one.
local function history_id()
  return string.match(redis.call("INFO", "replication"), "master_replid:(%w+)") or ""
end

-- Since when this server is known: "" if it is the first one, nil if it was replaced since. An
-- earlier version does not write the id of the history.
local function seen_since(server)
  local known = redis.call("HMGET", server, "runId", "since", "historyId")
  if known[1] ~= run_id() or (known[3] and known[3] ~= history_id()) then
    return nil
  end
  return known[2] or ""
end

-- The limit of a lane. One that was lowered grows back by one each time `raise_ms` has passed.
local function limit_of(lane, limit, raise_ms, now)
  local lowered = redis.call("HMGET", lane, "limit", "limitAt")
  if lowered[1] then
    return math.min(limit, lowered[1] + math.floor((now - lowered[2]) / raise_ms))
  end
  return limit
end

-- Billionths of a currency, from a decimal number with at most nine decimals.
local function nanos_of(amount)
  local whole, decimals = string.match(amount, "^(%d+)%.?(%d*)$")
  return whole * 1000000000 + string.sub(decimals .. "000000000", 1, 9)
end

-- Puts a generation into the line of its model. A tenant that had none there is new in the line.
local function enter_line(line, tenants, tenant, rank, id)
  redis.call("ZADD", line, "NX", rank, id)
  redis.call("HSETNX", tenants, tenant, "new")
end

local function leave_line(line, tenants, tenant, id)
  redis.call("ZREM", line, id)
  if redis.call("EXISTS", line) == 0 then
    redis.call("HDEL", tenants, tenant)
  end
end

-- Whether a record waits in the line: it is queued and kept no slot.
local function waits(record)
  local fields = redis.call("HMGET", record, "status", "slot")
  return fields[1] == "queued" and (not fields[2] or fields[2] == "")
end

-- A tenant's weight, and whether it is at its own limit of slots in all lanes. An earlier version
-- frees slots without its set: members that hold none are removed.
local function weight_and_is_full(tenant, slots, record)
  local settings = redis.call("HMGET", tenant, "weight", "maxInFlight")
  local weight, limit = tonumber(settings[1] or 1), tonumber(settings[2] or math.huge)
  if redis.call("SCARD", slots) < limit then
    return weight, false
  end
  for _, id in ipairs(redis.call("SMEMBERS", slots)) do
    local slot = redis.call("HGET", record .. id, "slot")
    if not slot or slot == "" then
      redis.call("SREM", slots, id)
    end
  end
  return weight, redis.call("SCARD", slots) >= limit
end

-- Why a tenant may not submit this number of generations of these models: {"refused", "disabled"},
-- {"refused", "model", model}, {"refused", "max_queued", limit}, or
-- {"refused", "submits_per_minute", limit, ms until it resets}. Nil if it may. The default tenant
-- may have no settings.
local function refusal(tenant, queued, submissions, models, count)
  local settings = redis.call("HMGET", tenant, "disabledAt", "models", "maxQueued", "submitsPerMinute")
  if settings[1] then
    return { "refused", "disabled" }
  end
  if settings[2] then
    local allowed = {}
    for _, model in ipairs(cjson.decode(settings[2])) do
      allowed[model] = true
    end
    for _, model in ipairs(models) do
      if not allowed[model] then
        return { "refused", "model", model }
      end
    end
  end
  if settings[3] and redis.call("ZCARD", queued) + count > tonumber(settings[3]) then
    return { "refused", "max_queued", settings[3] }
  end
  if settings[4] and tonumber(redis.call("GET", submissions) or 0) + count > tonumber(settings[4]) then
    return { "refused", "submits_per_minute", settings[4], redis.call("PTTL", submissions) }
  end
  return nil
end

local function count_submissions(tenant, submissions, count)
  if redis.call("HEXISTS", tenant, "submitsPerMinute") == 0 then
    return
  end
  if redis.call("INCRBY", submissions, count) == count then
    redis.call("PEXPIRE", submissions, 60000)
  end
end
