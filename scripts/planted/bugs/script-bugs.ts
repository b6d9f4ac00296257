import type { PlantedBug } from "../planted-bug.ts";
import { bugsIn } from "../planted-bug.ts";

/** In the scripts that write to Redis. */
export const SCRIPT_BUGS: readonly PlantedBug[] = [
  ...bugsIn("packages/queue/src/store/scripts/change.lua", [
    [
      'if redis.call("HGET", KEYS[1], "revision") ~= ARGV[2] then',
      "if false then",
      "a write is not refused although another writer came first (G4)",
    ],
    [
      'if redis.call("HSETNX", KEYS[11], ARGV[16], ARGV[1]) == 0',
      'if redis.call("HSET", KEYS[11], ARGV[16], ARGV[1]) == 0',
      "a task is taken from the generation that owns it (G4)",
    ],
    [
      'redis.call("HGET", KEYS[11], ARGV[16]) ~= ARGV[1] then',
      "true then",
      "a write that is sent again loses its own task",
    ],
    [
      "if not is_same or (server[2] and checked[1] ~= server[2]) then",
      "if not is_same then",
      "a restarted Redis admits before the tasks were compared (G1)",
    ],
    [
      "if not is_same or (server[2] and checked[1] ~= server[2]) then",
      "if server[2] and checked[1] ~= server[2] then",
      "a restart of Redis is not noticed at once (G1)",
    ],
    [
      "if checked[2] and tonumber(ARGV[25]) > tonumber(checked[2]) then",
      "if false then",
      "an emptied Redis admits a repeated request (G1)",
    ],
    ['redis.call("ZADD", KEYS[15], ARGV[24], ARGV[16])', "", "nothing shows that a list lies (G1)"],
    ["if probe_at and now < probe_at then", "if false then", "a paused account is not paused"],
    [
      "probe_at = probe_at + tonumber(ARGV[14])",
      "probe_at = probe_at",
      "one model takes every probe of a paused account",
    ],
    [
      "spent + tonumber(ARGV[18]) > tonumber(ARGV[i + 1])",
      "spent > tonumber(ARGV[i + 1])",
      "the daily limit is exceeded by one generation",
    ],
    ["for i = 20, 22, 2 do", "for i = 20, 20, 2 do", "the account's daily limit is not checked"],
    [
      'if redis.call("SISMEMBER", KEYS[8], ARGV[1]) == 0 then',
      "if true then",
      "a generation that kept its slot waits for another one",
    ],
    [
      'if redis.call("SCARD", KEYS[8]) >= limit_of(',
      'if redis.call("SCARD", KEYS[8]) > limit_of(',
      "a lane admits one generation too many (G3)",
    ],
    ["if now < next_at then", "if false then", "create requests are not spaced"],
    ["math.max(lane_at, model_at)", "lane_at", "a model that cools down alone is not held back"],
    [
      '"nextCreateAt", now + tonumber(ARGV[13])',
      '"nextCreateAt", now',
      "create requests are not spaced",
    ],
    [
      '"probeAt", now + tonumber(ARGV[14])',
      '"probeAt", now',
      "a paused account sends one probe after the other",
    ],
    [
      'if ARGV[8] == "admit" or ARGV[8] == "take" then',
      'if ARGV[8] == "admit" then',
      "a recovered task holds no slot (G3)",
    ],
    ['redis.call("SREM", KEYS[8], ARGV[1])', "", "a slot is never released"],
    ['redis.call("PUBLISH", ARGV[11], ARGV[9])', "", "nobody is told of a released slot"],
    [
      '"record", ARGV[5], "slot", ARGV[17])',
      '"record", ARGV[5], "slot", "")',
      "the repair pass frees slots that are held (G3)",
    ],
    ['redis.call("ZREM", KEYS[i], ARGV[1])', "", "a generation is listed in two statuses"],
    [
      'redis.call("ZADD", KEYS[i + 1], 0, ARGV[1])',
      "",
      "the repair pass does not find a generation (G5)",
    ],
    ['redis.call("ZADD", KEYS[7], ARGV[7], ARGV[1])', "", "ended generations are kept for ever"],
    [
      'redis.call("ZADD", KEYS[16], ARGV[7], ARGV[1])',
      "",
      "the record of no generation is archived",
    ],
    ["for i = 31, #ARGV, 2 do", "for i = 33, #ARGV, 2 do", "a cost is not counted"],
    ['redis.call("RPUSH", KEYS[2], ARGV[6])', "", "the history has gaps"],
    [
      'if redis.call("EXISTS", KEYS[17]) == 1 then',
      "if false then",
      "an event comes before those in the stream of an earlier version",
    ],
    ['redis.call("PUBLISH", ARGV[10], ARGV[1])', "", "event streams miss a change"],
  ]),
  ...bugsIn("packages/queue/src/store/scripts/prelude.lua", [
    ["if lowered[1] then", "if false then", "a lowered limit is ignored"],
    [
      "return math.min(limit, lowered[1] + math.floor((now - lowered[2]) / raise_ms))",
      "return lowered[1] + math.floor((now - lowered[2]) / raise_ms)",
      "a lowered limit grows beyond the configured one (G3)",
    ],
  ]),
  ...bugsIn("packages/queue/src/store/scripts/accept.lua", [
    ["if first[1] then", "if false then", "a repeated request makes a second generation"],
    [
      'if redis.call("EXISTS", KEYS[1]) == 1 then',
      "if false then",
      "a request that is sent again resets its generation (G4)",
    ],
    [
      'redis.call("PEXPIRE", KEYS[2], ARGV[9])',
      "",
      "a short-lived idempotency key is kept for ever",
    ],
    [
      'redis.call("HSET", KEYS[1], "idempotency", KEYS[2])',
      "",
      "the idempotency key outlives its generation",
    ],
    ['redis.call("PUBLISH", ARGV[8], ARGV[5])', "", "no worker opens the queue of a new model"],
    [
      'redis.call("ZADD", KEYS[i], 0, ARGV[1])',
      "",
      "the repair pass does not find a new generation (G5)",
    ],
    ["allowed = allowed or model == ARGV[5]", "allowed = true", "a tenant may use every model"],
    [
      ">= tonumber(settings[3]) then",
      "> tonumber(settings[3]) then",
      "a tenant has one queued generation too many",
    ],
    [
      'redis.call("PEXPIRE", KEYS[8], 60000)',
      "",
      "a tenant that reached its limit of a minute never submits again",
    ],
    [
      'redis.call("ZADD", tenant_index(KEYS[i], ARGV[12]), 0, ARGV[1])',
      "",
      "a tenant does not find its own generations",
    ],
  ]),
  ...bugsIn("packages/queue/src/gate/server-check.ts", [
    [
      'if not known[1] then redis.call("HSET", KEYS[1], "emptiedAt", now) end',
      "",
      "an emptied Redis is taken for one that restarted (G1)",
    ],
    [
      "or (known[2] and known[2] ~= history) then",
      "then",
      "a failover and back is not noticed (G1)",
    ],
  ]),
  ...bugsIn("packages/queue/src/store/scripts/forget.lua", [
    ['redis.call("DEL", idempotency)', "", "a key names a generation that is deleted"],
    ['redis.call("HDEL", KEYS[4], ARGV[i])', "", "the owners of tasks grow without bound"],
    ['redis.call("ZREM", KEYS[i], ARGV[1])', "", "deleted generations stay in the lists"],
  ]),
  ...bugsIn("packages/queue/src/store/scripts/pack.lua", [
    ['redis.call("DEL", KEYS[2], KEYS[3])', "", "the events of ended generations are kept twice"],
    [
      'if redis.call("HDEL", KEYS[1], "record") == 1 then',
      "if true then",
      "a record that is archived again is lost",
    ],
  ]),
  ...bugsIn("packages/queue/src/gate/account-gate.ts", [
    ['"probeAt", now + ARGV[4])', '"probeAt", 0)', "a paused account is probed at once, for ever"],
    [
      'math.max(tonumber(redis.call("HGET", KEYS[1], "nextCreateAt") or 0), now + ARGV[2])',
      "now + ARGV[2]",
      "a short cool-down ends a long one",
    ],
    [
      'math.max(1, redis.call("SCARD", KEYS[2]))',
      'redis.call("SCARD", KEYS[2])',
      "a lane whose limit fell to zero never submits again",
    ],
    [
      'math.max(now, tonumber(redis.call("GET", KEYS[1]) or 0))',
      "now",
      "all query turns are now (G8)",
    ],
    [
      'redis.call(slot == ARGV[2] and "SADD" or "SREM", KEYS[2], ARGV[1])',
      'redis.call("SREM", KEYS[2], ARGV[1])',
      "the repair pass frees slots that are held (G3)",
    ],
    [
      'if not slot and redis.call("EXISTS", KEYS[1]) == 1 then return 0 end',
      "",
      "the repair pass frees the slots of an earlier version's records (G3)",
    ],
  ]),
];
