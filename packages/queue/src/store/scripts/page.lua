-- Finds the ids of a page, the newest first, among the ids of several indexes.
--
-- KEYS indexes that share no id, each sorted by id
-- ARGV 1 and 2 the oldest and the newest id, as bounds of ZRANGE BYLEX
--      3 how many newer ids to skip  4 how many to return at most
--
-- Returns how many ids there are between the bounds, then the ids of the page.

local total = 0
local indexes = {}
for _, key in ipairs(KEYS) do
  local count = redis.call("ZLEXCOUNT", key, ARGV[1], ARGV[2])
  if count > 0 then
    -- The rank of the newest id that is left.
    local rank = redis.call("ZLEXCOUNT", key, "-", ARGV[2]) - 1
    table.insert(indexes, { key = key, count = count, rank = rank })
  end
  total = total + count
end

-- Each round skips ids of one index in one step, without reading them. `share` is the number of ids
-- that each index may skip if the rest is divided evenly. The index whose id at this rank is the
-- newest can skip its share: fewer than `rest` ids of all indexes are newer. A distant page takes a
-- few more rounds than a near one.
local rest = tonumber(ARGV[3])
while rest > 0 and #indexes > 0 do
  local share = math.max(1, math.floor(rest / #indexes))
  local newest, at
  for i, index in ipairs(indexes) do
    local rank = index.rank - math.min(share, index.count) + 1
    local id = redis.call("ZRANGE", index.key, rank, rank)[1]
    if not newest or id > newest then
      newest, at = id, i
    end
  end
  local index = indexes[at]
  local skipped = math.min(share, index.count)
  rest = rest - skipped
  index.rank = index.rank - skipped
  index.count = index.count - skipped
  if index.count == 0 then
    table.remove(indexes, at)
  end
end

local limit = tonumber(ARGV[4])
local ids = {}
for _, index in ipairs(indexes) do
  local last = index.rank - math.min(limit, index.count) + 1
  for _, id in ipairs(redis.call("ZRANGE", index.key, last, index.rank)) do
    table.insert(ids, id)
  end
end
table.sort(ids, function(one, other)
  return one > other
end)
local found = { total }
for i = 1, math.min(limit, #ids) do
  table.insert(found, ids[i])
end
return found
