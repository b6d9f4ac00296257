import type { Delivery } from "../generation/webhook/delivery.ts";
import { deliveryJson, deliverySchema } from "../generation/webhook/delivery.ts";
import type { Generation } from "../generation/generation.ts";
import { recordOf } from "../store/read-record.ts";
import { runScript, scriptOf } from "../store/script.ts";
import type { StorePorts } from "../store/store-ports.ts";
import type { DeliveryAttempt } from "./delivery-attempt.ts";
import { attemptTail, readAttempt, withNextAt } from "./delivery-attempt.ts";

/** A webhook message of a generation. */
export interface MessageName {
  readonly id: string;
  /** The revision that it is about; null for the end of the generation. */
  readonly revision: number | null;
}

/** What became of the webhook messages of the generations. It is forgotten with the generation. */
export interface Deliveries {
  /**
   * Stores what became of a message, with the attempt that was made, if one was. A message that was
   * delivered stays so. After the end, the record of the generation goes to the archive again once
   * no attempt follows.
   *
   * @param delivery null if the attempt changes nothing
   */
  record(
    message: MessageName,
    delivery: Delivery | null,
    attempt?: Omit<DeliveryAttempt, "n" | "revision">,
  ): Promise<void>;
  /** The latest attempts of a generation, `MOST_ATTEMPTS_KEPT` at most, oldest first. */
  attempts(id: string): Promise<readonly DeliveryAttempt[]>;
  /**
   * An open generation at a revision of which its webhook notifies, with what became of that
   * message; null if it is no longer kept.
   */
  messageAt(id: string, revision: number): Promise<Generation | null>;
  /** The messages that have no job yet and are not postponed, oldest first. */
  pending(limit: number): Promise<readonly { readonly id: string; readonly revision: number }[]>;
  /** Records that a message has a job. */
  queued(message: { readonly id: string; readonly revision: number }): Promise<void>;
  /** Keeps a message that has no job from `pending` for a minute. */
  postpone(message: { readonly id: string; readonly revision: number }): Promise<void>;
}

export const MOST_ATTEMPTS_KEPT = 20;
const POSTPONED_MS = 60_000;
/** Of those that were delivered or given up. */
const MOST_MESSAGES_KEPT = 10;

// KEYS 1 record  2 unarchived  3 messages  4 attempts  5 and 6 generations whose message about the
//      end was given up, or is to be sent again
// ARGV 1 id  2 delivery, "" to leave it  3 revision, "" for the end  4 when it was done, "" before
//      5 attempt, "" for none  6 most attempts  7 most messages that are done
const RECORD = scriptOf(`
if redis.call("HEXISTS", KEYS[1], "status") == 0 then return end
local function stateOf(key, field)
  local json = redis.call("HGET", key, field)
  return json and cjson.decode(json).state
end
local function store(key, field)
  if stateOf(key, field) == "delivered" and cjson.decode(ARGV[2]).state ~= "delivered" then
    return false
  end
  redis.call("HSET", key, field, ARGV[2])
  return ARGV[4] ~= ""
end
local function drop(revision)
  redis.call("HDEL", KEYS[3], revision, revision .. ":delivery")
end
if ARGV[2] == "" then
elseif ARGV[3] == "" then
  if store(KEYS[1], "delivery") then redis.call("ZADD", KEYS[2], ARGV[4], ARGV[1]) end
  local state = stateOf(KEYS[1], "delivery")
  for key, listed in pairs({ [KEYS[5]] = "failed", [KEYS[6]] = "pending" }) do
    if state == listed then redis.call("ZADD", key, 0, ARGV[1]) else redis.call("ZREM", key, ARGV[1]) end
  end
elseif redis.call("HEXISTS", KEYS[3], ARGV[3]) == 1 and store(KEYS[3], ARGV[3] .. ":delivery") then
  -- Those that were delivered before went when the record was packed.
  local isPacked = redis.call("HEXISTS", KEYS[1], "packed") == 1
  if isPacked and stateOf(KEYS[3], ARGV[3] .. ":delivery") == "delivered" then drop(ARGV[3]) end
  local done, oldest = 0, nil
  for _, field in ipairs(redis.call("HKEYS", KEYS[3])) do
    local revision = tonumber(field:match("^(%d+):delivery$"))
    if revision and stateOf(KEYS[3], field) ~= "pending" then
      done = done + 1
      if oldest == nil or revision < oldest then oldest = revision end
    end
  end
  if done > tonumber(ARGV[7]) then drop(oldest) end
end
if ARGV[5] ~= "" then
  local last = redis.call("LINDEX", KEYS[4], -1)
  local n = last and cjson.decode(last)[1] + 1 or 1
  redis.call("RPUSH", KEYS[4], "[" .. n .. "," .. ARGV[5])
  redis.call("LTRIM", KEYS[4], -ARGV[6], -1)
end`);

export function createDeliveries({
  redis,
  keys,
  now,
}: Pick<StorePorts, "redis" | "keys" | "now">): Deliveries {
  return {
    async record({ id, revision }, delivery, attempt) {
      const names = [
        keys.generation(id),
        keys.unarchived,
        keys.messages(id),
        keys.deliveries(id),
        keys.undelivered("failed"),
        keys.undelivered("pending"),
      ] as const;
      const doneAt = delivery === null || delivery.state === "pending" ? "" : now();
      const json = delivery === null ? "" : deliveryJson(delivery);
      const tail = attempt === undefined ? "" : attemptTail({ ...attempt, revision });
      const limits = [MOST_ATTEMPTS_KEPT, MOST_MESSAGES_KEPT];
      const values = [id, json, revision ?? "", doneAt, tail, ...limits];
      await runScript(redis, RECORD, names.length, ...names, ...values);
    },
    attempts: (id) => readAttempts({ redis, keys }, id),
    async messageAt(id, revision) {
      const fields = [`${revision}`, `${revision}:delivery`];
      const [json = null, delivery = null] = await redis.hmget(keys.messages(id), ...fields);
      return json === null ? null : recordOf(id, json, delivery);
    },
    async pending(limit) {
      const members = await redis.zrange(
        keys.pendingMessages,
        "-inf",
        `${now()}`,
        "BYSCORE",
        "LIMIT",
        0,
        limit,
      );
      return members.map((member) => {
        const [id = "", revision] = member.split(":");
        return { id, revision: Number(revision) };
      });
    },
    async queued({ id, revision }) {
      await redis.zrem(keys.pendingMessages, `${id}:${revision}`);
    },
    async postpone({ id, revision }) {
      await redis.zadd(keys.pendingMessages, "XX", now() + POSTPONED_MS, `${id}:${revision}`);
    },
  };
}

async function readAttempts(
  { redis, keys }: Pick<StorePorts, "redis" | "keys">,
  id: string,
): Promise<readonly DeliveryAttempt[]> {
  const attempts = (await redis.lrange(keys.deliveries(id), 0, -1)).map(readAttempt);
  const nextAt = new Map(
    await Promise.all(
      [...new Set(attempts.map(({ revision }) => revision))].map(async (revision) => {
        const [key, field] =
          revision === null
            ? [keys.generation(id), "delivery"]
            : [keys.messages(id), `${revision}:delivery`];
        return [revision, nextAtIn(await redis.hget(key, field))] as const;
      }),
    ),
  );
  return withNextAt(attempts, (revision) => nextAt.get(revision) ?? null);
}

function nextAtIn(delivery: string | null): number | null {
  return delivery === null ? null : deliverySchema.parse(JSON.parse(delivery)).nextAt;
}
