import type { Redis } from "ioredis";

import { createReplicas, worksOn } from "../gate/replicas.ts";
import { listWorkerReports } from "../gate/worker-reports.ts";
import type { Stage } from "../jobs/job.ts";
import { STAGES } from "../jobs/job.ts";
import type { Keys } from "../store/keys.ts";

/**
 * Reads which stages stand still because no worker takes their jobs. None while only workers of
 * version 2026-11-23 have used Redis: they do not announce themselves.
 */
export async function readIdleStages(redis: Redis, keys: Keys): Promise<ReadonlySet<Stage>> {
  const [replicas, reports, [runId, historyId]] = await Promise.all([
    createReplicas(redis, keys).list(),
    listWorkerReports(redis, keys),
    redis.hmget(keys.server, "runId", "historyId"),
  ]);
  if (runId && !historyId) return new Set();
  return new Set(STAGES.filter((stage) => !worksOn(stage, replicas, reports.length)));
}
