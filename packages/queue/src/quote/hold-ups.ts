import type { FindModel } from "@dashqueue/dashscope";
import type { Redis } from "ioredis";

import { createAccountGate } from "../gate/account-gate.ts";
import { createCollectionGate } from "../gate/collection-gate.ts";
import { listWorkerReports, reportedAccounts } from "../gate/worker-reports.ts";
import { laneOf } from "../generation/lane.ts";
import type { HoldUp } from "../generation/waiting/all-reasons.ts";
import type { Keys } from "../store/keys.ts";

/** Reads what holds up every create request of a tenant: that it is at its own limit of slots. */
export async function readTenantHoldUps(
  redis: Redis,
  keys: Keys,
  tenant: string,
): Promise<readonly HoldUp[]> {
  const limit = await redis.hget(keys.tenant(tenant), "maxInFlight");
  if (limit === null || (await redis.scard(keys.tenantSlots(tenant))) < Number(limit)) return [];
  const message =
    limit === "0"
      ? "its tenant's max_in_flight of 0 lets nothing run"
      : `its tenant has as many tasks in flight as its max_in_flight of ${limit} allows`;
  return [{ kind: "tenant_limit", message, since: null }];
}

const NOTHING = { kind: null, message: "" } as const;

/**
 * Reads what holds up every create request of a model: of all accounts, or of each account at
 * least one thing. Nothing, if one account of the live workers takes them.
 */
export async function readHoldUps(
  redis: Redis,
  keys: Keys,
  findModel: FindModel,
  model: string,
): Promise<readonly HoldUp[]> {
  const gate = createAccountGate(redis, keys);
  const [reports, blocks] = await Promise.all([
    listWorkerReports(redis, keys),
    createCollectionGate(redis, keys).blocks(),
  ]);
  const ofAll = blocks.filter(({ account }) => account === null);
  const accounts = reportedAccounts(reports).map(async (account): Promise<readonly HoldUp[]> => {
    const [paused, closed] = await Promise.all([
      gate.pausedFor(account),
      gate.uncheckedFor(laneOf(account, model, findModel)),
    ]);
    const refusals = reports.flatMap((report) => report[account]?.keyRefused ?? []);
    const isRefused = reports.every((report) => report[account]?.keyRefused !== null);
    const pause = paused ?? (isRefused ? (refusals[0] ?? null) : null);
    const own: readonly HoldUp[] = blocks.filter((block) => block.account === account);
    const { kind, message } = closed ?? NOTHING;
    return own.concat(pause ?? [], kind === null ? [] : { kind, message, since: null });
  });
  const found = await Promise.all(accounts);
  return found.every((held) => held.length > 0) ? [...ofAll, ...found.flat()] : ofAll;
}
