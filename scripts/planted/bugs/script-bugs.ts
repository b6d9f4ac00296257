import type { PlantedBug } from "../planted-bug.ts";
import { bugsIn } from "../planted-bug.ts";

/** In the script that changes a record. */
export const SCRIPT_BUGS: readonly PlantedBug[] = [
  ...bugsIn("packages/queue/src/store/scripts/budget.lua", [
    [
      "if spent > budget.left then",
      "if spent > budget.left + hold then",
      "a tenant's budget is exceeded by one generation",
    ],
    [
      "if budget.left < 0 or is_unbounded then",
      "if is_unbounded then",
      "a generation that can never go blocks the others",
    ],
    [
      "if budget.left < 0 or is_unbounded then",
      "if budget.left < 0 then",
      "a tenant's budget is exceeded by what nothing bounds the cost of",
    ],
  ]),
  ...bugsIn("packages/queue/src/store/scripts/slots.lua", [
    ['redis.call("SREM", KEYS[8], ARGV[1])', "", "a slot is never released"],
    ['redis.call("PUBLISH", ARGV[11], ARGV[9])', "", "a released slot wakes no waiting generation"],
    [
      "charge(tonumber(ARGV[30]))",
      "",
      "a tenant takes all free slots before it is charged for one (G12)",
    ],
    [
      "charge(math.max(1, now_ms() - since) - charged_ms)",
      "",
      "a tenant is charged for the expected time only (G12)",
    ],
  ]),
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
      'if not since or (since ~= "" and checked[1] ~= since) then',
      "if not since then",
      "a restarted Redis admits before the tasks were compared (G1)",
    ],
    [
      'if not since or (since ~= "" and checked[1] ~= since) then',
      'if since and since ~= "" and checked[1] ~= since then',
      "a restart of Redis is not noticed at once (G1)",
    ],
    [
      'if ARGV[8] == "expire" and seen_since(KEYS[12]) ~= ARGV[12] then',
      "if false then",
      "a generation whose lost create request made a task ends by its deadline (G1)",
    ],
    [
      "if checked[2] and tonumber(ARGV[25]) > tonumber(checked[2]) then",
      "if false then",
      "an emptied Redis admits a repeated request (G1)",
    ],
    ['redis.call("ZADD", KEYS[15], ARGV[24], ARGV[16])', "", "nothing shows that a list lies (G1)"],
    ["if probe_at and now < probe_at then", "if false then", "a paused account is not paused"],
    [
      "probe_at = probe_at + math.min(tonumber(ARGV[14]), 10000)",
      "probe_at = probe_at",
      "one model takes every probe of a paused account",
    ],
    [
      "spent + hold > tonumber(ARGV[i + 1])",
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
    [
      "for _, sums in ipairs({ KEYS[14], KEYS[26] }) do",
      "for _, sums in ipairs({ KEYS[14] }) do",
      "a tenant's budget of a month is exceeded",
    ],
    [
      'if is_full then\n      return { "tenant-full" }',
      'if false then\n      return { "tenant-full" }',
      "a tenant takes more slots than its limit",
    ],
    [
      'if ARGV[26] == "enter" then',
      "if false then",
      "a generation that was refused for now waits for its job to be run again (G12)",
    ],
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
    ['redis.call("ZADD", KEYS[7], ARGV[7], ARGV[1])', "", "ended generations are kept forever"],
    [
      'redis.call("ZADD", KEYS[16], ARGV[7], ARGV[1])',
      "",
      "the record of no generation is archived",
    ],
    [
      "for i = totals_at, #ARGV, 2 do",
      "for i = totals_at + 2, #ARGV, 2 do",
      "a cost is not counted",
    ],
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
    [
      'return fields[1] == "queued" and',
      "return",
      "a generation that was canceled is picked forever",
    ],
    [
      'if redis.call("EXISTS", line) == 0 then',
      "if false then",
      "a tenant that comes back has saved up its share (G12)",
    ],
    [
      'return weight, redis.call("SCARD", slots) >= limit',
      "return weight, true",
      "a tenant whose slots an earlier version freed waits forever",
    ],
  ]),
  ...bugsIn("packages/queue/src/store/scripts/pick.lua", [
    ["or ends <= now or", "or", "a generation whose worker died is never picked again (G5)"],
    [
      "if picks >= math.max(1, free) then",
      "if false then",
      "all tickets stand at the door with a generation, and later ones pass none of them (G12)",
    ],
    [
      "if (is_full or is_new) and at < floor then",
      "if false then",
      "a tenant that did not wait has saved up its share (G12)",
    ],
    [
      "local next_at = at + (pending[tenant] or 0) * expected_ms / weight",
      "local next_at = at",
      "a burst of free slots goes to one tenant (G12)",
    ],
  ]),
];
