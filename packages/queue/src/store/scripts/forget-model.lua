-- Forgets a model, unless it has an open generation.
--
-- KEYS 1 models  2 durations of its tasks  3 those that were put behind all others
--      4.. indexes of its open generations, one for each status
-- ARGV 1 model  2 models channel
--
-- Returns 1 if it was forgotten, else 0.

for i = 4, #KEYS do
  if redis.call("ZCARD", KEYS[i]) > 0 then
    return 0
  end
end
redis.call("DEL", KEYS[2], KEYS[3])
local forgotten = redis.call("SREM", KEYS[1], ARGV[1])
redis.call("PUBLISH", ARGV[2], ARGV[1])
return forgotten
