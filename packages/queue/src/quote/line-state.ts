import type { FindModel } from "@dashqueue/dashscope";
import { sentNameOf } from "@dashqueue/dashscope";
import type { Redis } from "ioredis";

import type { LiveLimit } from "../limits/live-limits.ts";
import { createLiveLimits, liveLimitsOf } from "../limits/live-limits.ts";
import { limitsOf, RAISE_MS } from "../limits/model-limits.ts";
import type { AccountQuotas } from "../limits/quotas.ts";
import { createQuotas, reportedLimitsOf } from "../limits/quotas.ts";
import { createTaskDurations } from "../durations/task-durations.ts";
import { kindOf } from "../durations/task-kinds.ts";
import type { WorkerReport } from "../gate/worker-reports.ts";
import { listWorkerReports, reportedAccounts } from "../gate/worker-reports.ts";
import type { Queued } from "../generation/generation.ts";
import type { Lane } from "../generation/lane.ts";
import { laneOf } from "../generation/lane.ts";
import { rankOf } from "../generation/waiting/rank.ts";
import type { Keys } from "../store/keys.ts";
import type { LaneState, LineState, TenantState } from "./expect-wait.ts";

export interface LineStatePorts {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly findModel: FindModel;
  now(): number;
}

/**
 * Reads what decides how long a generation waits for its slot. It need not be stored: its place is
 * then the one that it would get.
 */
export async function readLineState(ports: LineStatePorts, queued: Queued): Promise<LineState> {
  const { redis, keys } = ports;
  const { tenant, request } = queued;
  const { model } = request;
  const [position, lanes, own, inFlight, tenants, durations] = await Promise.all([
    positionIn(ports, queued),
    readLanes(ports, model),
    readTenant(ports, model, tenant),
    redis.scard(keys.tenantSlots(tenant)),
    redis.hkeys(keys.lineTenants(model)),
    createTaskDurations(redis, keys).of(model),
  ]);
  const others = tenants.filter((other) => other !== tenant);
  return {
    position,
    lanes,
    own: { ...own, inFlight },
    others: await Promise.all(others.map((other) => readTenant(ports, model, other))),
    durations,
    kind: kindOf(request),
  };
}

/** From 1; that behind all of at most its rank if it is not in the line. */
async function positionIn({ redis, keys }: LineStatePorts, queued: Queued): Promise<number> {
  const line = keys.line(queued.request.model, queued.tenant);
  const known = await redis.zrank(line, queued.id);
  return 1 + (known ?? (await redis.zcount(line, "-inf", rankOf(queued))));
}

/** The lanes of a model, those of the accounts of the live workers, with their limits now. */
export async function readLanes(
  ports: LineStatePorts,
  model: string,
): Promise<readonly LaneState[]> {
  const { redis, keys, now } = ports;
  const [reports, quotas, live] = await Promise.all([
    listWorkerReports(redis, keys),
    createQuotas(redis, keys, now).all(),
    createLiveLimits(redis, keys).all(),
  ]);
  return Promise.all(
    reportedAccounts(reports).map((account) => {
      const reported = reports.flatMap((report) => report[account] ?? []);
      return readLane(ports, { model, account, reported, quotas, live });
    }),
  );
}

interface Reported {
  readonly model: string;
  readonly account: string;
  /** What each worker says of the account. The smallest limits hold (G3). */
  readonly reported: readonly WorkerReport[string][];
  readonly quotas: readonly AccountQuotas[];
  readonly live: readonly LiveLimit[];
}

async function readLane(
  ports: LineStatePorts,
  { model, account, reported, quotas, live }: Reported,
): Promise<LaneState> {
  const { redis, keys, findModel } = ports;
  const limits = reported.map((one) => {
    const here = quotas.find((quota) => quota.account === account && quota.baseUrl === one.baseUrl);
    const known = here === undefined ? null : reportedLimitsOf(here, sentNameOf(model, findModel));
    const learned = { reported: known, live: liveLimitsOf(live, account) };
    return limitsOf(model, one, findModel, learned).maxInFlight;
  });
  const lane = laneOf(account, model, findModel);
  const [inFlight, maxInFlight, paused] = await Promise.all([
    redis.scard(keys.slots(lane)),
    loweredLimit(ports, lane, Math.min(...limits)),
    redis.exists(keys.account(account)),
  ]);
  return { account, maxInFlight, inFlight, isPaused: paused === 1 };
}

/** `limit_of` of `prelude.lua`. */
async function loweredLimit(
  { redis, keys, now }: LineStatePorts,
  lane: Lane,
  limit: number,
): Promise<number> {
  const [lowered, at] = await redis.hmget(keys.lane(lane), "limit", "limitAt");
  if (!lowered) return limit;
  return Math.min(limit, Number(lowered) + Math.floor((now() - Number(at)) / RAISE_MS));
}

async function readTenant(
  { redis, keys }: LineStatePorts,
  model: string,
  tenant: string,
): Promise<TenantState> {
  const [waiting, [weight, limit]] = await Promise.all([
    redis.zcard(keys.line(model, tenant)),
    redis.hmget(keys.tenant(tenant), "weight", "maxInFlight"),
  ]);
  return { waiting, weight: Number(weight ?? 1), maxInFlight: limit ? Number(limit) : null };
}
