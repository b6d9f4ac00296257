import type { PlantedBug } from "../planted-bug.ts";
import { bugsIn } from "../planted-bug.ts";

/** In how records are accepted, kept and forgotten, and in the state of accounts. */
export const ACCEPTANCE_BUGS: readonly PlantedBug[] = [
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
      "a short-lived idempotency key is kept forever",
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
    [
      'redis.call("ZADD", tenant_index(KEYS[i], ARGV[12]), 0, ARGV[1])',
      "",
      "a tenant does not find its own generations",
    ],
  ]),
  ...bugsIn("packages/queue/src/store/scripts/prelude.lua", [
    ["if not allowed[model] then", "if false then", "a tenant may use every model"],
    [
      "+ count > tonumber(settings[3]) then",
      "+ count > tonumber(settings[3]) + 1 then",
      "a tenant has one queued generation too many",
    ],
    [
      'redis.call("PEXPIRE", submissions, 60000)',
      "",
      "a tenant that reached its limit of a minute never submits again",
    ],
  ]),
  ...bugsIn("packages/queue/src/store/write-record.ts", [
    [
      'if (accepted.kind === "accepted") await confirm(keys.generation(generation.id), 0);',
      "",
      "a request is acknowledged before it is durable (G9)",
    ],
    [
      'if (accepted.kind === "repeated") await confirm(keys.generation(accepted.id), 0);',
      "",
      "a repeat is acknowledged although the first request is not durable (G9)",
    ],
    [
      'result.kind === "changed" && taskOf(next) !== taskOf(current)',
      "false",
      "a worker goes on before the id of its task is durable (G2)",
    ],
  ]),
  ...bugsIn("packages/queue/src/bulk/act.ts", [
    [
      "queue.regenerate(id, { idempotencyKey })",
      "queue.regenerate(id, {})",
      "an operation that goes on after a crash buys its last page twice (G10)",
    ],
  ]),
  ...bugsIn("packages/queue/src/store/scripts/accept-batch.lua", [
    [
      'if redis.call("EXISTS", KEYS[1]) == 1 then',
      "if false then",
      "a batch that is sent again is taken for the repeat of another one",
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
    ['redis.call("HDEL", KEYS[6], ARGV[i])', "", "the owners of tasks grow without bound"],
    ['redis.call("ZREM", KEYS[i], ARGV[1])', "", "deleted generations stay in the lists"],
  ]),
  ...bugsIn("packages/queue/src/store/scripts/pack.lua", [
    ['redis.call("DEL", KEYS[2], KEYS[3])', "", "the events of ended generations are kept twice"],
    ["if record then", "if true then", "a record that is archived again is lost"],
    [
      "redis.sha1hex(record) ~= ARGV[4]",
      "false",
      "a record is packed over an older state of itself, which holds a slot (G3)",
    ],
    [
      'if (found[1] or "") == ARGV[3] or found[2] then',
      "if true then",
      "the archive never learns that a webhook was delivered",
    ],
  ]),
  ...bugsIn("packages/queue/src/gate/query-turns.ts", [
    [
      'math.max(now, tonumber(redis.call("GET", KEYS[1]) or 0))',
      "now",
      "all query turns are now (G8)",
    ],
  ]),
  ...bugsIn("packages/queue/src/gate/account-gate.ts", [
    ['"probeAt", now + ARGV[4])', '"probeAt", 0)', "a paused account is probed at once, forever"],
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
