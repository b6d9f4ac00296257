import { cutTail, flipByte } from "./append-only-file.ts";
import type { ChaosRedis, ChaosRedisOptions } from "./chaos-redis.ts";
import { startCluster } from "./cluster.ts";
import { startKilledRedis } from "./kill.ts";
import { startPowerCut } from "./power-cut.ts";
import { startReplica } from "./replica.ts";
import { startSentinelPair } from "./sentinel.ts";

/** How Redis fails, by the name that `--redis` takes. */
export const REDIS_MODES = {
  kill: startKilledRedis,
  "power-cut": async (options) => startPowerCut(options, cutTail),
  "power-cut-flipped": async (options) => startPowerCut(options, flipByte),
  replica: startReplica,
  sentinel: startSentinelPair,
  cluster: startCluster,
} as const satisfies Readonly<Record<string, (options: ChaosRedisOptions) => Promise<ChaosRedis>>>;

export type RedisModeName = keyof typeof REDIS_MODES;
