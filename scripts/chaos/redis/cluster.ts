import { startRedisCluster } from "@dashqueue/testing";

import type { ChaosRedis, ChaosRedisOptions } from "./chaos-redis.ts";
import { durabilityOf } from "./chaos-redis.ts";
import type { Pair } from "./failover.ts";
import { call, failOver, LEFT_TO_REDIS } from "./failover.ts";

const PRIMARIES = 3;
const SLOTS = 16_384;

/** A Cluster whose primary of our slot fails. The other primaries elect its replica. */
export async function startCluster({ isUnsafe }: ChaosRedisOptions): Promise<ChaosRedis> {
  const cluster = await startRedisCluster({
    primaries: PRIMARIES,
    withReplicas: true,
    appendOnly: true,
  });
  let pair = await pairOfOurSlot(cluster.primaries, cluster.replicas);
  return {
    url: cluster.url,
    env: durabilityOf(isUnsafe),
    async failAndRecover() {
      pair = await failOver(pair, LEFT_TO_REDIS);
    },
    counts: () => ({}),
    hazards: [],
    [Symbol.asyncDispose]: async () => cluster[Symbol.asyncDispose](),
  };
}

async function pairOfOurSlot(
  primaries: readonly Pair["primary"][],
  replicas: readonly Pair["replica"][],
): Promise<Pair> {
  const [first] = primaries;
  if (first === undefined) throw new Error("a Cluster without primaries");
  const slot = Number(await call(first, "CLUSTER", "KEYSLOT", "{dashqueue}"));
  const index = Math.floor((slot * PRIMARIES) / SLOTS);
  const [primary, replica] = [primaries[index], replicas[index]];
  if (primary === undefined || replica === undefined) throw new Error(`no pair has slot ${slot}`);
  return { primary, replica };
}
