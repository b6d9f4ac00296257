import type { FindModel } from "@dashqueue/dashscope";
import type { Redis } from "ioredis";

import { createAccountGate } from "../gate/account-gate.ts";
import { createCollectionGate } from "../gate/collection-gate.ts";
import { listWorkerReports, reportedAccounts } from "../gate/worker-reports.ts";
import { isForPerson } from "../failure/failure-policy.ts";
import { failureSchema } from "../failure/failure.ts";
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

const NOTHING = { kind: null, message: "", until: null } as const;

interface Reading {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly findModel: FindModel;
}

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
    const [paused, probeAt, closed, refusals] = await Promise.all([
      gate.pausedFor(account),
      redis.hget(keys.account(account), "probeAt"),
      gate.uncheckedFor(laneOf(account, model, findModel)),
      modelRefusals({ redis, keys, findModel }, account, model),
    ]);
    const keysRefused = reports.flatMap((report) => report[account]?.keyRefused ?? []);
    const isRefused = reports.every((report) => report[account]?.keyRefused !== null);
    const pause = paused ?? (isRefused ? (keysRefused[0] ?? null) : null);
    const ofPause = pause && { ...pause, nextTry: timeOf(probeAt, pause.since) };
    const own: readonly HoldUp[] = blocks.filter((block) => block.account === account);
    const { kind, message, until: nextTry = null } = closed ?? NOTHING;
    const unchecked = kind === null ? [] : { kind, message, since: null, nextTry };
    return own.concat(ofPause ?? [], refusals, unchecked);
  });
  const found = await Promise.all(accounts);
  return found.every((held) => held.length > 0) ? [...ofAll, ...found.flat()] : ofAll;
}

/** Why an account refuses a model until a person does something. */
async function modelRefusals(
  { redis, keys, findModel }: Reading,
  account: string,
  model: string,
): Promise<readonly HoldUp[]> {
  const names = [keys.lane(laneOf(account, model, findModel)), keys.model({ account, model })];
  const found = names.map((key) =>
    redis.hmget(key, "kind", "message", "kindSince", "nextCreateAt"),
  );
  return (await Promise.all(found)).flatMap(([kind, message, since, nextAt = null]) => {
    const known = failureSchema.shape.kind.safeParse(kind);
    if (!known.success || !since || !isForPerson(known.data)) return [];
    // An earlier version kept no message.
    const said = message || "the provider refuses the model on this account";
    const sinceMs = Number(since);
    return [{ kind: known.data, message: said, since: sinceMs, nextTry: timeOf(nextAt, sinceMs) }];
  });
}

/** Null if it is unknown. One that an operator has put forward is due since the refusal. */
function timeOf(at: string | null, since: number): number | null {
  return at === null ? null : Math.max(Number(at), since);
}
