import type { CollectionBlock } from "@dashqueue/queue/internal";
import { adviceOf, failureHelp } from "@dashqueue/queue/internal";

import { pausesOf } from "../accounts/pauses.ts";
import type { Draining } from "../loop/drain.ts";
import { NOT_EXCLUSIVE_ADVICE } from "../settling/task-reports.ts";
import { clockOffBySeconds } from "../upkeep/clock-report.ts";
import type { Adapters } from "./adapters.ts";

/** Records are archived within seconds, unless the archive cannot be written. */
const RECORDS_LATE_MS = 60_000;

interface DetailsPorts extends Pick<
  Adapters,
  "accounts" | "collectionGate" | "fleet" | "gate" | "keyRefusals" | "store" | "now"
> {
  readonly draining: Pick<Draining, "state">;
}

/** What the readiness page shows to an operator: whatever is not as it should be. */
export async function detailsOf(
  ports: DetailsPorts,
  machineAheadMs: number | null,
): Promise<Readonly<Record<string, unknown>>> {
  const { accounts, collectionGate, fleet, gate, keyRefusals, store, draining, now } = ports;
  const state = draining.state();
  const own = { pausedFor: async (name: string) => keyRefusals.pausedFor(name) };
  const paused = [...(await pausesOf(own, accounts)), ...(await pausesOf(gate, accounts))];
  const otherLimits = accounts.filter(fleet.hasOtherLimits).map(({ name }) => name);
  const blocks = await collectionGate.blocks();
  const unarchived = await store.unarchivedSince();
  const isLate = unarchived !== null && unarchived.since < now() - RECORDS_LATE_MS;
  const notExclusive = await contradictionsOf(gate, accounts);
  const clockAheadSeconds = clockOffBySeconds(machineAheadMs);
  return {
    ...(state === "running" ? {} : { worker: state }),
    ...(paused.length === 0 ? {} : { paused }),
    ...(otherLimits.length === 0 ? {} : { otherLimits }),
    ...(blocks.length === 0 ? {} : { collectionBlocked: blocks.map(withAdvice) }),
    ...(notExclusive.length === 0 ? {} : { notExclusive }),
    ...(isLate ? { recordsUnarchived: unarchived } : {}),
    ...(clockAheadSeconds === null ? {} : { clockAheadSeconds }),
  };
}

const NOT_EXCLUSIVE_HELP = "/docs/operations/log-events";

/** The accounts that are declared as exclusive, but are not. */
async function contradictionsOf(
  gate: Adapters["gate"],
  accounts: Adapters["accounts"],
): Promise<readonly Readonly<Record<"account" | "message" | "advice" | "help", string>>[]> {
  const declared = accounts.filter(({ exclusive }) => exclusive);
  const messages = await Promise.all(declared.map(({ name }) => gate.contradictionOf(name)));
  return declared.flatMap(({ name }, index) => {
    const message = messages[index] ?? null;
    return message === null
      ? []
      : [{ account: name, message, advice: NOT_EXCLUSIVE_ADVICE, help: NOT_EXCLUSIVE_HELP }];
  });
}

function withAdvice(block: CollectionBlock) {
  return {
    ...block,
    advice: adviceOf(block),
    help: failureHelp(block.kind),
  };
}
