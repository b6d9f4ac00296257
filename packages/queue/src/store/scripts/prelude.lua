-- What several scripts need; it is put before each of them.

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
