import type { Delivery } from "../generation/webhook/delivery.ts";
import { deliveryJson } from "../generation/webhook/delivery.ts";
import type { Generation } from "../generation/generation.ts";
import { recordOf } from "../store/read-record.ts";
import { runScript, scriptOf } from "../store/script.ts";
import type { StorePorts } from "../store/store-ports.ts";
import type { DeliveryAttempt } from "./delivery-attempt.ts";
import { attemptTail, readAttempt } from "./delivery-attempt.ts";

/** A webhook message of a generation. */
export interface MessageName {
  readonly id: string;
  /** The revision that it is about; null for the end of the generation. */
  readonly revision: number | null;
}

/** What became of the webhook messages of the generations. It is forgotten with the generation. */
export interface Deliveries {
  /**
   * Stores what became of a message, with the attempt that was made, if one was. After the end, the
   * record of the generation goes to the archive again once no attempt follows.
   */
  record(
    message: MessageName,
    delivery: Delivery,
    attempt?: Omit<DeliveryAttempt, "n" | "revision">,
  ): Promise<void>;
  /** The latest attempts of a generation, `MOST_ATTEMPTS_KEPT` at most, oldest first. */
  attempts(id: string): Promise<readonly DeliveryAttempt[]>;
  /**
   * An open generation at a revision of which its webhook notifies, with what became of that
   * message; null if it is no longer kept.
   */
  messageAt(id: string, revision: number): Promise<Generation | null>;
  /** The messages that have no job yet, oldest first. */
  pending(limit: number): Promise<readonly { readonly id: string; readonly revision: number }[]>;
  /** Takes note that a message has a job. */
  queued(message: { readonly id: string; readonly revision: number }): Promise<void>;
}

export const MOST_ATTEMPTS_KEPT = 20;
/** Of those that were delivered or given up. */
const MOST_MESSAGES_KEPT = 10;

const RECORD = scriptOf(`
if redis.call("HEXISTS", KEYS[1], "status") == 0 then return end
if ARGV[3] == "" then
  redis.call("HSET", KEYS[1], "delivery", ARGV[2])
  if ARGV[4] ~= "" then redis.call("ZADD", KEYS[2], ARGV[4], ARGV[1]) end
elseif redis.call("HEXISTS", KEYS[3], ARGV[3]) == 1 then
  redis.call("HSET", KEYS[3], ARGV[3] .. ":delivery", ARGV[2])
  if ARGV[4] ~= "" and redis.call("HLEN", KEYS[3]) > 2 * tonumber(ARGV[7]) then
    redis.call("HDEL", KEYS[3], ARGV[3], ARGV[3] .. ":delivery")
  end
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
      ] as const;
      const doneAt = delivery.state === "pending" ? "" : now();
      const tail = attempt === undefined ? "" : attemptTail({ ...attempt, revision });
      const limits = [MOST_ATTEMPTS_KEPT, MOST_MESSAGES_KEPT];
      const values = [id, deliveryJson(delivery), revision ?? "", doneAt, tail, ...limits];
      await runScript(redis, RECORD, names.length, ...names, ...values);
    },
    attempts: async (id) => (await redis.lrange(keys.deliveries(id), 0, -1)).map(readAttempt),
    async messageAt(id, revision) {
      const fields = [`${revision}`, `${revision}:delivery`];
      const [json = null, delivery = null] = await redis.hmget(keys.messages(id), ...fields);
      return json === null ? null : recordOf(id, json, delivery);
    },
    async pending(limit) {
      const members = await redis.zrange(keys.pendingMessages, 0, `${limit - 1}`);
      return members.map((member) => {
        const [id = "", revision] = member.split(":");
        return { id, revision: Number(revision) };
      });
    },
    async queued({ id, revision }) {
      await redis.zrem(keys.pendingMessages, `${id}:${revision}`);
    },
  };
}
