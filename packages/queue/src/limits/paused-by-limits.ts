import type { FindModel } from "@dashqueue/dashscope";
import type { Redis } from "ioredis";

import { listWorkerReports, reportedAccounts } from "../gate/worker-reports.ts";
import type { Keys } from "../store/keys.ts";
import { createLiveLimits, liveLimitsOf } from "./live-limits.ts";
import { isPausedByLimits } from "./model-limits.ts";

/** Tells whether a limit of 0 tasks in flight stops a model on all accounts of the live workers. */
export type PausedByLimits = (model: string) => Promise<boolean>;

export function createPausedByLimits(
  redis: Redis,
  keys: Keys,
  findModel: FindModel,
): PausedByLimits {
  const liveLimits = createLiveLimits(redis, keys);
  return async (model) => {
    const all = await liveLimits.all();
    if (all.every(({ maxInFlight }) => maxInFlight > 0)) return false;
    const accounts = reportedAccounts(await listWorkerReports(redis, keys));
    const live = accounts.map((account) => liveLimitsOf(all, account));
    return isPausedByLimits(model, live, findModel);
  };
}
