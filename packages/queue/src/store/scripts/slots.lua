-- Put before `change.lua`, whose keys and arguments it uses. Only `correctSlot` of the account gate
-- changes slots as well, where a lane and a record disagree.

-- The tenant is charged for the expected time when it takes the slot, so that its next generation
-- waits its turn, and for the difference when the slot is freed (G12).
local function charge(ms)
  redis.call("HINCRBYFLOAT", KEYS[22], "at:" .. ARGV[28], ms / tonumber(redis.call("HGET", KEYS[23], "weight") or 1))
end

-- Does nothing if the generation kept its slot.
local function take_slot()
  redis.call("SADD", KEYS[8], ARGV[1])
  redis.call("SADD", KEYS[24], ARGV[1])
  if redis.call("HSETNX", KEYS[21], ARGV[1], now_ms() .. ":" .. ARGV[30]) == 1 then
    charge(tonumber(ARGV[30]))
  end
end

-- Frees the slot, and rings the bell of the lane.
local function free_slot()
  redis.call("SREM", KEYS[8], ARGV[1])
  redis.call("SREM", KEYS[24], ARGV[1])
  local held = redis.call("HGET", KEYS[21], ARGV[1])
  if held then
    local since, charged_ms = string.match(held, "^(%d+):(%d+)$")
    redis.call("HDEL", KEYS[21], ARGV[1])
    -- At least a millisecond, so that tenants whose requests are refused at once take turns.
    charge(math.max(1, now_ms() - since) - charged_ms)
  end
  redis.call("PUBLISH", ARGV[11], ARGV[9])
end
