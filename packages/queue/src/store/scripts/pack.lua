-- Replaces the record and the events of a terminal generation, which is in the archive, with one
-- packed value, and deletes the copies of it that were delivered as webhook messages. An earlier
-- version finds no record, and reads the archive.
--
-- KEYS 1 record  2 events  3 their stream  4 unarchived  5 webhook messages
-- ARGV 1 id  2 packed record with its events, "" to leave it as it is
--      3 the delivery that is in the archive  4 the SHA-1 of the record that is packed

local record = ARGV[2] ~= "" and redis.call("HGET", KEYS[1], "record")
-- Redis may have restarted with an older state since it was read. The next pass reads it again.
if record and redis.sha1hex(record) ~= ARGV[4] then return 0 end
if record then
  redis.call("HDEL", KEYS[1], "record")
  redis.call("HSET", KEYS[1], "packed", ARGV[2])
  redis.call("DEL", KEYS[2], KEYS[3])
  for _, field in ipairs(redis.call("HKEYS", KEYS[5])) do
    local revision = field:match("^(%d+):delivery$")
    if revision and cjson.decode(redis.call("HGET", KEYS[5], field)).state == "delivered" then
      redis.call("HDEL", KEYS[5], revision, field)
    end
  end
end
-- A delivery since then belongs in the archive, too, but nothing of a deleted generation does.
local found = redis.call("HMGET", KEYS[1], "delivery", "deleted")
if (found[1] or "") == ARGV[3] or found[2] then
  redis.call("ZREM", KEYS[4], ARGV[1])
end
return 1
