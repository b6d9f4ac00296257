-- Put before `change.lua`, whose keys and arguments it uses.

-- What the attempts of the tenant may cost together in a day or a month, in billionths. It is kept
-- from the first time it is asked for. A month is the sum of its days. Nil if the totals of a day
-- have to be added up before, which takes too long here.
local function spent_in(sums, days)
  local known = redis.call("HGET", sums, ARGV[32])
  if known then
    return tonumber(known)
  end
  local spent = 0
  for _, day in ipairs(days) do
    local of_day = redis.call("HGET", day, ARGV[32])
    if of_day then
      spent = spent + of_day
    elseif redis.call("EXISTS", day) == 1 then
      return nil
    end
  end
  redis.call("HSET", sums, ARGV[32], string.format("%.0f", spent))
  return spent
end

-- Why the budget of the tenant has no room for this create request; nil if it has.
local function budget_refusal()
  local most = redis.call("HMGET", KEYS[23], "monthlySpend", "dailySpend", "allowUnboundedCost")
  -- A request without an upper bound of its cost may exceed each limit. If it is allowed, it waits
  -- once a limit is used up.
  local is_unbounded = ARGV[18] == "" and not most[3]
  local hold = tonumber(ARGV[18]) or 1
  local month = {}
  for i = 1, most[1] and 31 or 0 do
    month[i] = string.format("%s-%02d", KEYS[26], i)
  end
  local budgets = {
    { name = "monthly_spend", most = most[1], sums = KEYS[26], days = month, rest_ms = ARGV[33] },
    { name = "daily_spend", most = most[2], sums = KEYS[14], days = { KEYS[14] }, rest_ms = ARGV[19] },
  }
  local limiting = {}
  for _, budget in ipairs(budgets) do
    local limit = budget.most and cjson.decode(budget.most)
    if limit and limit.currency == ARGV[31] then
      budget.left = nanos_of(limit.amount) - hold
      if budget.left < 0 or is_unbounded then
        return { "beyond-budget", budget.name, budget.most, is_unbounded and 1 or 0 }
      end
      table.insert(limiting, budget)
    end
  end
  for _, budget in ipairs(limiting) do
    local spent = spent_in(budget.sums, budget.days)
    if not spent then
      return { "uncounted", ARGV[31], budget.name }
    end
    if spent > budget.left then
      return { "over-budget", budget.name, budget.most, tonumber(budget.rest_ms) }
    end
  end
end
