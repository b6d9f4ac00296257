-- Chooses the generation of a model that is entitled next, for a ticket that stands at the door
-- (G12). `fairOrder` decides by the same rule.
--
-- KEYS 1 tenants in the line  2 parked generations  3 picks of the tickets at the door
--      4 shares of the limit group  5.. slots and state of each lane of the model
-- ARGV 1 ticket  2 generation of the ticket that waits, "" for none  3 its tenant  4 its rank
--      5 ms for which the pick holds  6 ms for which a slot is expected to be held
--      7.. what keys begin with: records, the model's lines, tenants, slots of tenants
--      11.. limit of each lane, and ms after which a lowered one grows by one
--
-- Returns {"picked", id, tenant}; {"crowded", ms until the first pick ends} if others at the door
-- take the free slots; {"tenants-full"} if all tenants that wait are at their own limits or passed
-- over, with the ms until the first of these is not passed over any more, if there is one;
-- {"later", ms} if the ticket's generation waits and cannot be picked now; or {"nobody"}.

local now = now_ms()
local own, expected_ms = ARGV[2], tonumber(ARGV[6])
local record, line, tenant_key, tenant_slots = ARGV[7], ARGV[8], ARGV[9], ARGV[10]

local function enter(rank, tenant, id)
  if waits(record .. id) then
    enter_line(line .. tenant, KEYS[1], tenant, rank, id)
  end
end

for _, id in ipairs(redis.call("ZRANGE", KEYS[2], "-inf", now, "BYSCORE", "LIMIT", 0, 100)) do
  redis.call("ZREM", KEYS[2], id)
  local rank, tenant = string.match(redis.call("HGET", record .. id, "parked") or "", "^(%d+):(.*)$")
  redis.call("HDEL", record .. id, "parked")
  if rank then
    enter(rank, tenant, id)
  end
end
-- An earlier version does not keep the line: the ticket puts its own generation there.
if own ~= "" and not redis.call("ZSCORE", KEYS[2], own) then
  enter(ARGV[4], ARGV[3], own)
end

-- A ticket that picks again gives up what it had, as does one whose worker died.
local picked, picks, pending, first_end = {}, 0, {}, math.huge
local held = redis.call("HGETALL", KEYS[3])
for i = 1, #held, 2 do
  local ends, tenant, id = string.match(held[i + 1], "^(%d+):(.*):([^:]+)$")
  ends = tonumber(ends)
  if held[i] == ARGV[1] or ends <= now or not waits(record .. id) then
    redis.call("HDEL", KEYS[3], held[i])
  else
    picked[id] = ends
    picks = picks + 1
    pending[tenant] = (pending[tenant] or 0) + 1
    first_end = math.min(first_end, ends)
  end
end

local free = 0
for i = 5, #KEYS, 2 do
  local limit = limit_of(KEYS[i + 1], tonumber(ARGV[i + 6]), ARGV[i + 7], now)
  free = free + math.max(0, limit - redis.call("SCARD", KEYS[i]))
end
if picks >= math.max(1, free) then
  return { "crowded", first_end - now }
end

-- A tenant is served when its virtual time is the least: its slot time divided by its weight. One
-- that did not wait, or was at its limit, saves up nothing: it starts where the others are.
local floor = tonumber(redis.call("HGET", KEYS[4], "floor") or 0)
local order, is_any_full, rest_end = {}, false, math.huge
local tenants = redis.call("HGETALL", KEYS[1])
for i = 1, #tenants, 2 do
  local tenant, state = tenants[i], tenants[i + 1]
  -- A tenant that has used up its budget is passed over for a while, and then tried again.
  local rests_until = tonumber(state)
  local rests = rests_until and rests_until > now
  local is_new = state == "new" or (rests_until and not rests)
  local at = tonumber(redis.call("HGET", KEYS[4], "at:" .. tenant) or 0)
  local weight, is_full = weight_and_is_full(tenant_key .. tenant, tenant_slots .. tenant, record)
  is_full = is_full or rests
  if rests then
    rest_end = math.min(rest_end, rests_until)
  end
  if (is_full or is_new) and at < floor then
    at = floor
    redis.call("HSET", KEYS[4], "at:" .. tenant, at)
  end
  if is_new then
    redis.call("HSET", KEYS[1], tenant, "known")
  end
  if is_full then
    is_any_full = true
  else
    local next_at = at + (pending[tenant] or 0) * expected_ms / weight
    table.insert(order, { tenant = tenant, at = at, next_at = next_at })
  end
end
table.sort(order, function(one, other)
  return one.next_at < other.next_at or (one.next_at == other.next_at and one.tenant < other.tenant)
end)

-- The first of a tenant that waits and that no other ticket has.
local function first_of(tenant)
  while true do
    local is_changed = false
    for _, id in ipairs(redis.call("ZRANGE", line .. tenant, 0, picks)) do
      if not waits(record .. id) then
        leave_line(line .. tenant, KEYS[1], tenant, id)
        is_changed = true
      elseif not picked[id] then
        return id
      end
    end
    if not is_changed then
      return nil
    end
  end
end

for _, next in ipairs(order) do
  local id = first_of(next.tenant)
  if id then
    redis.call("HSET", KEYS[3], ARGV[1], now + ARGV[5] .. ":" .. next.tenant .. ":" .. id)
    redis.call("HSET", KEYS[4], "floor", math.max(floor, next.at))
    return { "picked", id, next.tenant }
  end
end

if is_any_full then
  return { "tenants-full", rest_end < math.huge and rest_end - now or nil }
end
if own == "" or not waits(record .. own) then
  return { "nobody" }
end
local parked = redis.call("ZRANGE", KEYS[2], 0, 0, "WITHSCORES")
local due = math.min(tonumber(parked[2] or math.huge), picked[own] or math.huge)
return { "later", math.max(0, due - now) }
