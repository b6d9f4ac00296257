import type { Redis } from "ioredis";
import { z } from "zod";

import { isForPerson } from "../failure/failure-policy.ts";
import { failureSchema } from "../failure/failure.ts";
import type { Keys } from "../store/keys.ts";
import { runScript, scriptOf } from "../store/script.ts";

const endedAlarm = z.object({
  /** What was refused, or could not be reached. */
  scope: z.enum(["account", "model", "collection", "webhooks", "uncertain"]),
  /** Of an account, a model with its account, or a tenant with the origin of an endpoint. */
  name: z.string(),
  /** Null for webhooks, and for answers that were lost. */
  kind: failureSchema.shape.kind.nullable(),
  message: z.string(),
  /** Epoch milliseconds. */
  since: z.number(),
  until: z.number(),
});

/** Something that stopped submission or messages, and is over. */
export type EndedAlarm = Readonly<z.output<typeof endedAlarm>>;

export interface EndedAlarms {
  record(alarms: readonly EndedAlarm[]): Promise<void>;
  /** Those that ended after this time, epoch milliseconds; the latest first. */
  since(time: number): Promise<readonly EndedAlarm[]>;
}

/** Older ones are dropped. The logs of the workers have them, too. */
const MOST_ALARMS = 100;
/** One that returns after less than this continues the one before. */
const GAP_MS = 5 * 60_000;

// Several workers may report the same, and one that comes and goes must not displace all others.
// ARGV 1 alarm  2 gap, ms  3 most alarms
const RECORD = scriptOf(`
local alarm = cjson.decode(ARGV[1])
for _, text in ipairs(redis.call("LRANGE", KEYS[1], 0, -1)) do
  local known = cjson.decode(text)
  local is_same = known.scope == alarm.scope and known.name == alarm.name and known.kind == alarm.kind
  if is_same and alarm.since - known["until"] < tonumber(ARGV[2]) then
    alarm.since = math.min(alarm.since, known.since)
    alarm["until"] = math.max(alarm["until"], known["until"])
    redis.call("LREM", KEYS[1], 1, text)
  end
end
redis.call("LPUSH", KEYS[1], cjson.encode(alarm))
redis.call("LTRIM", KEYS[1], 0, ARGV[3] - 1)`);

/** Remembers what people may ask for in the morning. What ends an alarm records it. */
export function createEndedAlarms(redis: Redis, { endedAlarms }: Keys): EndedAlarms {
  return {
    async record(alarms) {
      for (const alarm of alarms) {
        const values = [JSON.stringify(alarm), GAP_MS, MOST_ALARMS];
        await runScript(redis, RECORD, 1, endedAlarms, ...values);
      }
    },
    async since(time) {
      const texts = await redis.lrange(endedAlarms, 0, -1);
      return texts.flatMap(readAlarm).filter(({ until }) => until > time);
    },
  };
}

/** What is stored of a refusal while it lasts. Without a kind, there is none. */
export type Told = readonly [kind: string | null, message: string | null, since: string | null];

/** The alarm of a refusal that is over; none if it needed no person. */
export function endedRefusal(
  scope: "account" | "model",
  name: string,
  [kind, message, since]: Told,
  until: number,
): readonly EndedAlarm[] {
  const known = failureSchema.shape.kind.safeParse(kind);
  if (!known.success || since === null || !isForPerson(known.data)) return [];
  return [{ scope, name, kind: known.data, message: message ?? "", since: Number(since), until }];
}

/** A newer version may write another shape. */
function readAlarm(text: string): EndedAlarm[] {
  const read = endedAlarm.safeParse(JSON.parse(text));
  return read.success ? [read.data] : [];
}
