import type {
  Change,
  Changed,
  Delays,
  Failure,
  Generation,
  GenerationStore,
  Lane,
  Queued,
  Queues,
  Status,
} from "@dashqueue/queue/internal";
import {
  holdsSlot,
  isTerminal,
  jobOf,
  slotLane,
  STATUSES,
  uploadsIn,
} from "@dashqueue/queue/internal";

import { noticeFor } from "./notices.ts";

/** Null where nothing but its turn is in the way. */
type PausedFor = (queued: Queued) => Failure | null;

export interface RepairPorts {
  readonly store: Pick<GenerationStore, "list" | "forget"> & {
    change(id: string, change: Change): Promise<Changed>;
  };
  readonly queues: Pick<Queues, "isLive" | "ensure">;
  readonly delays: Delays;
  now(): number;
  /** Every lane that this worker knows. */
  lanes(): Promise<readonly Lane[]>;
  /** The generations that hold a slot in a lane, as the lane says. */
  slots(lane: Lane): Promise<readonly string[]>;
  /** Makes the lane agree with a record; true when it did not. */
  mendSlot(lane: Lane, generationId: string): Promise<boolean>;
  /** Notices that Redis is another server than it was, before anybody wants a create. */
  serverSince(): Promise<number | null>;
  /** Looks why no create goes out for a generation, on any account. */
  pausedFor(): Promise<PausedFor>;
  /** A terminal generation is forgotten after this; null keeps it for ever. */
  readonly retentionMs: number | null;
  /** Removes the uploads that were not used since then, but for those that are needed. */
  sweepUploads(unusedSince: number | null, needed: ReadonlySet<string>): Promise<void>;
  readonly report: {
    /** A record had no live job. */
    repaired(generation: Generation): void;
    /** A lane and a record did not agree about a slot. */
    slotMended(lane: Lane, generationId: string): void;
    noticed(generation: Generation, notice: Change): void;
  };
}

const PAGE = 200;

/**
 * Looks at every open record: gives it its job back if it has no live one (G5), makes the slots of its lane agree with it (G3),
 * and tells it what it should know. Then forgets what is older than it must be kept.
 */
export async function repair(ports: RepairPorts, signal: AbortSignal): Promise<void> {
  await ports.serverSince();
  for (const lane of await ports.lanes())
    for (const id of await ports.slots(lane)) await mendSlot(lane, id, ports);
  const pausedFor = await ports.pausedFor();
  const needed = new Set<string>();
  const look = (generation: Generation) => {
    for (const id of uploadsIn(generation.request)) needed.add(id);
    return repairOne(generation, pausedFor, ports);
  };
  for (const status of STATUSES.filter((status) => !isTerminal(status)))
    await forEachOf(status, ports, signal, look);
  const unusedSince = ports.retentionMs === null ? null : ports.now() - ports.retentionMs;
  if (unusedSince !== null)
    while (!signal.aborted && (await ports.store.forget(unusedSince, PAGE)) === PAGE);
  // Whoever was not looked at may need one.
  if (!signal.aborted) await ports.sweepUploads(unusedSince, needed);
}

async function forEachOf(
  status: Status,
  { store }: RepairPorts,
  signal: AbortSignal,
  look: (generation: Generation) => Promise<void>,
): Promise<void> {
  let after: string | undefined;
  while (!signal.aborted) {
    const page = await store.list({ status, limit: PAGE, after });
    await Promise.all(page.map(look));
    after = page.at(-1)?.id;
    if (page.length < PAGE) return;
  }
}

async function repairOne(
  generation: Generation,
  pausedFor: PausedFor,
  ports: RepairPorts,
): Promise<void> {
  const job = jobOf(generation, ports.delays, ports.now());
  if (job !== null && !(await ports.queues.isLive(job))) {
    await ports.queues.ensure(job);
    ports.report.repaired(generation);
  }
  const lane = slotLane(generation);
  if (lane !== null && holdsSlot(generation)) await mendSlot(lane, generation.id, ports);
  const failure = generation.status === "queued" ? pausedFor(generation) : null;
  const notice = noticeFor(generation, failure, ports.now());
  if (notice === null) return;
  const changed = await ports.store.change(generation.id, notice);
  if (changed.kind === "changed") ports.report.noticed(changed.generation, notice);
}

async function mendSlot(lane: Lane, generationId: string, ports: RepairPorts): Promise<void> {
  if (await ports.mendSlot(lane, generationId)) ports.report.slotMended(lane, generationId);
}
