import { startRedis, startTcpProxy } from "@dashqueue/testing";

import type { ChaosRedis, ChaosRedisOptions } from "./chaos-redis.ts";
import { durabilityOf } from "./chaos-redis.ts";
import type { Pair } from "./failover.ts";
import { call, failOver, follow } from "./failover.ts";

/** A primary whose replica takes over its address when it is killed. */
export async function startReplica({ isUnsafe }: ChaosRedisOptions): Promise<ChaosRedis> {
  await using stack = new AsyncDisposableStack();
  let pair: Pair = {
    primary: stack.use(await startRedis({ appendOnly: true })),
    replica: stack.use(await startRedis({ appendOnly: true })),
  };
  await follow(pair.replica, pair.primary);
  const proxy = stack.use(await startTcpProxy(pair.primary.port));
  const started = stack.move();
  return {
    url: `redis://127.0.0.1:${proxy.port}`,
    env: durabilityOf(isUnsafe),
    async failAndRecover() {
      const { primary, replica } = pair;
      pair = await failOver(pair, {
        async promote() {
          await call(replica, "REPLICAOF", "NO", "ONE");
          proxy.target = replica.port;
        },
        follow: async () => follow(primary, replica),
      });
    },
    counts: () => ({}),
    hazards: [],
    [Symbol.asyncDispose]: async () => started.disposeAsync(),
  };
}
