import type { Redis } from "ioredis";
import { z } from "zod";

import { createEndedAlarms } from "../audit/ended-alarms.ts";
import type { Failure } from "../failure/failure.ts";
import { failureSchema } from "../failure/failure.ts";
import type { Keys } from "../store/keys.ts";
import { runScript, withPrelude } from "../store/script.ts";

/**
 * Whether results can be collected, for all replicas: the workers that archive say so, and the
 * workers that submit ask (G11). What a worker says expires, so that a dead one blocks nothing.
 */
export interface CollectionGate {
  /**
   * Blocks create requests for `forMs`. Returns whether this worker did not block them before.
   *
   * @param againMs when it checks next, if that is known
   */
  block(by: Collector, failure: Failure, forMs: number, againMs?: number): Promise<boolean>;
  /** Returns whether this worker blocked them before. */
  unblock(by: Collector): Promise<boolean>;
  blocks(): Promise<readonly CollectionBlock[]>;
}

/** A worker that archives, and the account whose results it cannot download. */
export interface Collector {
  readonly worker: string;
  /** Null for the archive itself, which all accounts share. */
  readonly account: string | null;
}

const blockSchema = failureSchema.pick({ kind: true, code: true, message: true }).extend({
  account: z.string().transform((name) => (name === "" ? null : name)),
  since: z.number(),
  /** When this worker checks again, epoch milliseconds; absent if it does not say. */
  nextAt: z.number().optional(),
});
/** Why no create request is sent, to an account or to any. */
export type CollectionBlock = z.infer<typeof blockSchema>;

const BLOCK = withPrelude(`local now = now_ms()
local known = redis.call("HGET", KEYS[1], ARGV[1])
known = known and cjson.decode(known)
local isKnown = known and known["until"] > now
local block = cjson.decode(ARGV[2])
block["since"] = isKnown and known["since"] or now
block["until"] = now + ARGV[3]
if ARGV[4] ~= "" then block["nextAt"] = now + ARGV[4] end
redis.call("HSET", KEYS[1], ARGV[1], cjson.encode(block))
if redis.call("PTTL", KEYS[1]) < tonumber(ARGV[3]) then redis.call("PEXPIRE", KEYS[1], ARGV[3]) end
return isKnown and 0 or 1`);

const UNBLOCK = withPrelude(`local block = redis.call("HGET", KEYS[1], ARGV[1])
redis.call("HDEL", KEYS[1], ARGV[1])
return { block, now_ms() }`);

const BLOCKS = withPrelude(`local now = now_ms()
local found = {}
for _, block in ipairs(redis.call("HVALS", KEYS[1])) do
  if cjson.decode(block)["until"] > now then table.insert(found, block) end
end
return found`);

export function createCollectionGate(redis: Redis, keys: Keys): CollectionGate {
  const alarms = createEndedAlarms(redis, keys);
  const fieldOf = ({ worker, account }: Collector) => `${worker} ${account ?? ""}`;
  return {
    async block(by, { kind, code, message }, forMs, againMs) {
      const block = JSON.stringify({ account: by.account ?? "", kind, code, message });
      const values = [fieldOf(by), block, forMs, againMs ?? ""];
      return (await runScript(redis, BLOCK, 1, keys.collection, ...values)) === 1;
    },
    async unblock(by) {
      const answer = await runScript(redis, UNBLOCK, 1, keys.collection, fieldOf(by));
      const [text, now] = answer as [string | null, number];
      if (text === null) return false;
      const { account, kind, message, since } = blockSchema.parse(JSON.parse(text));
      const ended = { scope: "collection", name: account ?? "", kind, message, since } as const;
      await alarms.record([{ ...ended, until: now }]);
      return true;
    },
    async blocks() {
      const blocks = (await runScript(redis, BLOCKS, 1, keys.collection)) as string[];
      return blocks.map((block) => blockSchema.parse(JSON.parse(block)));
    },
  };
}
