import type { FindModel } from "@dashqueue/dashscope";
import type { AccountGate, Keys, LiveLimits, Quotas, SharedClock } from "@dashqueue/queue/internal";
import { createReplicas, createWorkerReports } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";
import type { Redis } from "ioredis";

import type { Account } from "../accounts/accounts.ts";
import { createFleetView } from "../fleet/fleet-view.ts";
import { createHeartbeat } from "../fleet/heartbeat.ts";
import { createKeyRefusals } from "../lanes/key-refusals.ts";
import { createKnownLimits } from "../quotas/known-limits.ts";
import type { WorkerEnv } from "../env/env.ts";

interface FleetPorts {
  readonly env: Pick<WorkerEnv, "PROBE_INTERVAL_MS" | "DASHSCOPE_QUERY_QPS" | "DAILY_SPEND_LIMIT">;
  readonly redis: Redis;
  readonly logger: Logger;
  readonly clock: Pick<SharedClock, "now">;
}

interface FleetState {
  readonly keys: Keys;
  readonly workerId: string;
  readonly accounts: readonly Account[];
  readonly findModel: FindModel;
  readonly quotas: Quotas;
  readonly liveLimits: LiveLimits;
  readonly gate: Pick<AccountGate, "serverChange" | "declareExclusive">;
}

/** What this worker reports to the others, and what they reported. */
export function joinFleet(
  { env, redis, logger, clock }: FleetPorts,
  { keys, workerId, accounts, findModel, quotas, liveLimits, gate }: FleetState,
) {
  const workerReports = createWorkerReports(redis, keys, workerId);
  const { exchange } = workerReports;
  const keyRefusals = createKeyRefusals(clock.now, env.PROBE_INTERVAL_MS);
  const knownLimits = createKnownLimits(quotas, liveLimits, findModel);
  const fleet = createFleetView(findModel, knownLimits);
  const limits = {
    queriesPerSecond: env.DASHSCOPE_QUERY_QPS,
    dailySpend: env.DAILY_SPEND_LIMIT,
  };
  const beat = createHeartbeat({ accounts, exchange, fleet, keyRefusals, limits, logger });
  const heartbeat = async () => {
    // Notices a restart at once, and an emptied Redis, which only a worker that knew it can tell
    // from a new one.
    await gate.serverChange();
    for (const { name, exclusive = false } of accounts)
      await gate.declareExclusive(name, exclusive);
    await knownLimits.refresh();
    await beat();
  };
  const replicas = createReplicas(redis, keys);
  return { workerReports, replicas, keyRefusals, fleet, heartbeat };
}
