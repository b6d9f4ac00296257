import {
  DAY_MS,
  dayOf,
  keepToldBlocks,
  laneName,
  readToldBlocks,
  submitQueue,
} from "@dashqueue/queue/internal";
import type { Lane, SpendLimits } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

import { accountsFor } from "../accounts/accounts.ts";
import { failureOfAll, pausesOf } from "../accounts/pauses.ts";
import { spendNotice } from "../lanes/daily-limit.ts";
import { budgetNotice, budgetReasons, readBudgets } from "../lanes/tenant-budgets.ts";
import { uncheckedFor, uncheckedLanes } from "../lanes/unchecked-lanes.ts";
import { fitsWholeLimits } from "../lanes/whole-limits.ts";
import { createRepairReport } from "../upkeep/repair-report.ts";
import type { WorkerEnv } from "../env/env.ts";
import { createRecordArchiving } from "../upkeep/ended-records.ts";
import { sleep } from "../sleep.ts";
import type { PlacesCheckPorts } from "../upkeep/places-check.ts";
import type { RepairPorts } from "../upkeep/repair.ts";
import type { AdapterPorts, Adapters } from "./adapters.ts";

/** Sweeping lists the uploads, which object storage charges for. */
const SWEEP_MS = 10 * 60_000;

interface Settings {
  readonly env: Pick<WorkerEnv, "RETENTION_DAYS" | "WORKER_STAGES">;
  readonly logger: Logger;
}

export function repairPorts(
  adapters: Adapters,
  { env, logger, redis, tracing }: Settings & Pick<AdapterPorts, "redis" | "tracing">,
): RepairPorts {
  const { store, queues, line, keys, gate, metrics, delays, archive, uploads, lanes, now } =
    adapters;
  let sweptAt = -Infinity;
  return {
    store,
    queues,
    line,
    delays,
    now,
    sleep,
    lanes,
    slots: gate.slots,
    correctSlot: gate.correctSlot,
    shortage: (model) => {
      const index = keys.index({ status: "queued", model });
      return queues.shortage(submitQueue(model), index);
    },
    blocks: () => blocksOf(adapters),
    toldBlocks: () => readToldBlocks(redis, keys),
    keepToldBlocks: (told) => keepToldBlocks(redis, keys, told),
    retentionMs: retentionMsOf(env),
    async sweepUploads(unusedSince, needed) {
      if (now() < sweptAt + SWEEP_MS) return;
      sweptAt = now();
      await uploads.sweep(unusedSince, await needed());
      await archive.sweep(now() - DAY_MS);
    },
    report: createRepairReport(logger, metrics, tracing.isOn),
  };
}

/** A worker that archives no results has no access to the archive, and archives no records. */
export function recordArchiving(
  adapters: Adapters,
  { env, logger }: Settings,
): (signal: AbortSignal) => Promise<void> {
  return env.WORKER_STAGES.includes("archive")
    ? createRecordArchiving({ ...adapters, retentionMs: retentionMsOf(env), logger })
    : async () => {};
}

/** Null keeps records forever. */
function retentionMsOf({ RETENTION_DAYS: days }: Settings["env"]): number | null {
  return days === 0 ? null : days * DAY_MS;
}

type BlocksAdapters = Pick<
  Adapters,
  | "gate"
  | "collectionGate"
  | "fleet"
  | "accounts"
  | "findModel"
  | "store"
  | "spendLimits"
  | "tenants"
  | "lanes"
  | "now"
>;

/**
 * A generation is blocked if every account is paused or its results cannot be collected, if the
 * spend limit or its tenant's budget blocks the others, or if their lanes are not checked yet.
 */
async function blocksOf(adapters: BlocksAdapters): ReturnType<RepairPorts["blocks"]> {
  const { gate, fleet, collectionGate, accounts, findModel, store, spendLimits, lanes, now } =
    adapters;
  const pausedFor = async (account: string) =>
    fleet.keyRefusedFor(account) ?? (await gate.pausedFor(account));
  const pauses = await pausesOf({ pausedFor }, accounts);
  const blocks = [...(await collectionGate.blocks()), ...pauses];
  const isBlocked = (name: string) => blocks.some(({ account }) => account === name);
  const working = accounts.filter(({ name }) => !isBlocked(name));
  const day = dayOf(now());
  const today = await store.costs([day]);
  const known = await lanes();
  const unchecked = await uncheckedLanes(gate, known);
  const overLimit = await lanesOverLimit(gate, known, spendLimits, day);
  const budgets = await readBudgets(adapters);
  const reasons = [
    ...blocks.map(({ account, kind }) => [account, kind]),
    ...[...unchecked].map(([lane, { message }]) => [lane, message]),
    ...overLimit,
  ];
  return {
    reason: reasons.length === 0 ? null : JSON.stringify(reasons),
    tenants: budgetReasons(budgets),
    byCost: isLimited(spendLimits) || budgets.size > 0,
    of(queued) {
      const possible = accountsFor(queued, working, { findModel, random: () => 0 });
      return (
        failureOfAll(blocks, accounts) ??
        spendNotice(queued, possible, spendLimits, today) ??
        budgetNotice(queued, possible, budgets, now()) ??
        uncheckedFor(queued, possible, unchecked, findModel)
      );
    },
  };
}

/** Whether a generation may cost less than a whole limit, on an account that it could go to now. */
export async function readFits({
  accounts,
  findModel,
  spendLimits,
  tenants,
  keyRefusals,
}: FitsAdapters): ReturnType<PlacesCheckPorts["readFits"]> {
  const budgets = new Map((await tenants.list()).map(({ id, limits }) => [id, limits]));
  return (queued) => {
    const usable = accountsFor(queued, accounts, { findModel, random: () => 0 }).filter(
      ({ name }) => keyRefusals.waitMs(name) === 0,
    );
    return fitsWholeLimits(queued, usable, spendLimits, budgets.get(queued.tenant));
  };
}

type FitsAdapters = Pick<Adapters, "accounts" | "findModel" | "spendLimits"> & {
  readonly tenants: Pick<Adapters["tenants"], "list">;
  readonly keyRefusals: Pick<Adapters["keyRefusals"], "waitMs">;
};

function isLimited({ overall, accounts }: SpendLimits): boolean {
  return [overall, ...Object.values(accounts)].some((limits) => Object.keys(limits).length > 0);
}

/** The lanes that the daily spend limit stopped on this day, each with the day. */
async function lanesOverLimit(
  gate: BlocksAdapters["gate"],
  lanes: readonly Lane[],
  limits: SpendLimits,
  day: string,
): Promise<string[]> {
  if (!isLimited(limits)) return [];
  const stopped = lanes.map(async (lane) => ((await gate.isOverLimit(lane, day)) ? [lane] : []));
  return (await Promise.all(stopped)).flat().map((lane) => `${laneName(lane)} ${day}`);
}
