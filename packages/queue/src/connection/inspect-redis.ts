import { setTimeout } from "node:timers/promises";

import type { Redis } from "ioredis";

import { factsOf } from "./check-server.ts";
import { connectFailingFast } from "./connect.ts";
import { connectionProblem } from "./connection-problem.ts";
import type { Durability, DurabilityMode } from "./durability.ts";
import { decideDurability } from "./durability.ts";

export interface InspectOptions {
  /** `REDIS_URL` of the apps. */
  readonly redisUrl: string;
  /** `DASHQUEUE_PREFIX` of the apps. */
  readonly prefix: string;
  /** `REDIS_DURABILITY` of the apps. */
  readonly durability: Durability;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** The longest time for a connection. */
  readonly limitMs: number;
}

/** What an installation has to know of its Redis. Every text says what to do. */
export type RedisInspection =
  | { readonly kind: "unreachable"; readonly message: string }
  | {
      readonly kind: "reached";
      /** Null if the server does not report it. */
      readonly version: string | null;
      /** How far the clock of the server is ahead of ours, milliseconds. */
      readonly aheadMs: number;
      /** How a write becomes durable there; null if the server cannot be used. */
      readonly mode: DurabilityMode | null;
      /** Why it cannot be used, or what an operator should know. */
      readonly messages: readonly string[];
    };

/** Looks at a Redis as the apps do when they start. Writes nothing. */
export async function inspectRedis(options: InspectOptions): Promise<RedisInspection> {
  const { redisUrl, prefix, limitMs } = options;
  const redis = connectFailingFast(redisUrl, prefix);
  let message = `no answer within ${limitMs} ms: check REDIS_URL and the server`;
  redis.on("error", (error: Error) => (message = connectionProblem(error)));
  const over = new AbortController();
  try {
    const late = setTimeout(limitMs, null, { signal: over.signal });
    const inspection = await Promise.race([inspect(redis, options), late]);
    return inspection ?? { kind: "unreachable", message };
  } catch (error) {
    return { kind: "unreachable", message: connectionProblem(error as Error) };
  } finally {
    over.abort();
    redis.disconnect();
  }
}

async function inspect(
  redis: Redis,
  { durability, now }: InspectOptions,
): Promise<RedisInspection> {
  const facts = await factsOf(redis);
  const askedAt = now();
  const [seconds, microseconds] = await redis.time();
  const at = Number(seconds) * 1_000 + Number(microseconds) / 1_000;
  const aheadMs = Math.round(at - (askedAt + now()) / 2);
  const version = /^(?:redis|valkey)_version:(\S+)/m.exec(facts.info)?.[1] ?? null;
  const decision = decideDurability(durability, facts);
  if (decision.kind === "refused")
    return { kind: "reached", version, aheadMs, mode: null, messages: [decision.message] };
  const messages = decision.warnings.map(({ message }) => message);
  return { kind: "reached", version, aheadMs, mode: decision.mode, messages };
}
