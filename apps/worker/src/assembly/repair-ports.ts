import { DAY_MS, dayOf } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

import { accountsFor } from "../accounts/accounts.ts";
import { failureOfAll, pausesOf } from "../accounts/pauses.ts";
import { spendNotice } from "../lanes/daily-limit.ts";
import { uncheckedFor, uncheckedLanes } from "../lanes/unchecked-lanes.ts";
import { createRepairReport } from "../upkeep/repair-report.ts";
import { sleep } from "../sleep.ts";
import type { RepairPorts } from "../upkeep/repair.ts";
import type { Adapters } from "./adapters.ts";

export function repairPorts(
  adapters: Adapters,
  { logger, retentionDays }: { readonly logger: Logger; readonly retentionDays: number },
): RepairPorts {
  const { store, queues, gate, metrics, delays, archive, uploads, lanes, now } = adapters;
  return {
    store,
    queues,
    delays,
    now,
    sleep,
    lanes,
    slots: gate.slots,
    correctSlot: gate.correctSlot,
    blocks: () => blocksOf(adapters),
    retentionMs: retentionDays === 0 ? null : retentionDays * DAY_MS,
    async sweepUploads(unusedSince, needed) {
      await uploads.sweep(unusedSince, needed);
      await archive.sweep(now() - DAY_MS);
    },
    report: createRepairReport(logger, metrics),
  };
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
  | "lanes"
  | "now"
>;

/**
 * A generation is blocked if every account is paused or its results cannot be collected, if the
 * spend limit blocks the others, or if their lanes are not checked yet.
 */
async function blocksOf({
  gate,
  fleet,
  collectionGate,
  accounts,
  findModel,
  store,
  spendLimits,
  lanes,
  now,
}: BlocksAdapters): ReturnType<RepairPorts["blocks"]> {
  const pausedFor = async (account: string) =>
    fleet.keyRefusedFor(account) ?? (await gate.pausedFor(account));
  const pauses = await pausesOf({ pausedFor }, accounts);
  const blocks = [...(await collectionGate.blocks()), ...pauses];
  const isBlocked = (name: string) => blocks.some(({ account }) => account === name);
  const working = accounts.filter(({ name }) => !isBlocked(name));
  const today = await store.costs([dayOf(now())]);
  const unchecked = await uncheckedLanes(gate, await lanes());
  return (queued) => {
    const possible = accountsFor(queued, working, { findModel, random: () => 0 });
    return (
      failureOfAll(blocks, accounts) ??
      spendNotice(queued, possible, spendLimits, today) ??
      uncheckedFor(queued, possible, unchecked, findModel)
    );
  };
}
