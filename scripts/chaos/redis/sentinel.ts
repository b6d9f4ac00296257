import { startRedis, startSentinel } from "@dashqueue/testing";

import type { ChaosRedis, ChaosRedisOptions } from "./chaos-redis.ts";
import { durabilityOf } from "./chaos-redis.ts";
import type { Pair } from "./failover.ts";
import { failOver, follow, LEFT_TO_REDIS } from "./failover.ts";

/** A primary and a replica that a Sentinel promotes. */
export async function startSentinelPair({ isUnsafe }: ChaosRedisOptions): Promise<ChaosRedis> {
  await using stack = new AsyncDisposableStack();
  let pair: Pair = {
    primary: stack.use(await startRedis({ appendOnly: true })),
    replica: stack.use(await startRedis({ appendOnly: true })),
  };
  await follow(pair.replica, pair.primary);
  const { url } = stack.use(await startSentinel(pair.primary));
  const started = stack.move();
  return {
    url,
    env: durabilityOf(isUnsafe),
    async failAndRecover() {
      pair = await failOver(pair, LEFT_TO_REDIS);
    },
    counts: () => ({}),
    hazards: [],
    [Symbol.asyncDispose]: async () => started.disposeAsync(),
  };
}
