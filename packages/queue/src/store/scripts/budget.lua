-- Put before `change.lua`, whose keys and arguments it uses.

-- Why the budget of the tenant has no room for this create request; nil if it has.
local function budget_refusal()
  local most = redis.call("HMGET", KEYS[23], "monthlySpend", "dailySpend")
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
      budget.left = nanos_of(limit.amount) - ARGV[18]
      if budget.left < 0 then
        return { "beyond-budget", budget.name, budget.most }
      end
      table.insert(limiting, budget)
    end
  end
  for _, budget in ipairs(limiting) do
    if spent_by(ARGV[28], ARGV[31], budget.sums, ARGV[32], budget.days) > budget.left then
      return { "over-budget", budget.name, budget.most, tonumber(budget.rest_ms) }
    end
  end
end
