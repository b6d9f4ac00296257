import type {
  Change,
  Delays,
  Failure,
  Generation,
  GenerationStore,
  Job,
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
  storedUploadId,
  uploadsIn,
} from "@dashqueue/queue/internal";

import { noticeFor } from "./notices.ts";

/** Returns why no account may send a create request for a generation; null if one may. */
type BlockedBy = (queued: Queued) => Failure | null;

export interface RepairPorts {
  readonly store: Pick<GenerationStore, "get" | "list" | "change">;
  readonly queues: Pick<Queues, "isLive" | "ensure">;
  readonly delays: Delays;
  now(): number;
  /** Resolves after the delay, or as soon as the signal aborts. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>;
  /** Returns every lane that this worker knows. */
  lanes(): Promise<readonly Lane[]>;
  /** Returns the ids that hold a slot according to the lane. */
  slots(lane: Lane): Promise<readonly string[]>;
  /** Makes the lane agree with a record. Returns true if it did not. */
  correctSlot(lane: Lane, generationId: string): Promise<boolean>;
  /** Reads the pauses and spend limits that block create requests. */
  blocks(): Promise<BlockedBy>;
  /** Uploads are deleted this long after their last use; null keeps them forever. */
  readonly retentionMs: number | null;
  /** Deletes the uploads that were not used since then, except those that are needed. */
  sweepUploads(unusedSince: number | null, needed: ReadonlySet<string>): Promise<void>;
  readonly report: {
    /** A record had no live job. */
    jobRestored(generation: Generation): void;
    /** A lane and a record disagreed about a slot. */
    slotCorrected(lane: Lane, generationId: string): void;
    noticed(generation: Generation, notice: Change): void;
  };
}

const PAGE = 200;

/** A record and its job are two writes: a record without a job may be between them. */
const SECOND_LOOK_MS = 5_000;

/**
 * Visits every open record. Restores its job if it has no live one (G5), makes its lane's slots
 * agree with it (G3), and records notices. Then deletes the uploads that nothing needs.
 */
export async function repair(ports: RepairPorts, signal: AbortSignal): Promise<void> {
  for (const lane of await ports.lanes())
    for (const id of await ports.slots(lane)) await correctSlot(lane, id, ports);
  const blockedBy = await ports.blocks();
  const needed = new Set<string>();
  const withoutJob: Generation[] = [];
  const visit = async (generation: Generation) => {
    for (const id of uploadsIn(generation.request))
      needed.add(storedUploadId(generation.tenant, id));
    if ((await missingJob(generation, ports)) !== null) withoutJob.push(generation);
    await repairOne(generation, blockedBy, ports);
  };
  for (const status of STATUSES.filter((status) => !isTerminal(status)))
    await forEachOf(status, ports, signal, visit);
  await restoreJobs(withoutJob, ports, signal);
  const unusedSince = ports.retentionMs === null ? null : ports.now() - ports.retentionMs;
  // After an interrupted pass, records that were not visited may need an upload.
  if (!signal.aborted) await ports.sweepUploads(unusedSince, needed);
}

async function forEachOf(
  status: Status,
  { store }: RepairPorts,
  signal: AbortSignal,
  visit: (generation: Generation) => Promise<void>,
): Promise<void> {
  let after: string | undefined;
  while (!signal.aborted) {
    const page = await store.list({ status, limit: PAGE, after });
    await Promise.all(page.map(visit));
    after = page.at(-1)?.id;
    if (page.length < PAGE) return;
  }
}

/** Returns the job that a record needs, if it is not live. */
async function missingJob(generation: Generation, ports: RepairPorts): Promise<Job | null> {
  const job = jobOf(generation, ports.delays, ports.now());
  return job === null || (await ports.queues.isLive(job)) ? null : job;
}

/** Restores the jobs of the records that have not changed and have none at the second look. */
async function restoreJobs(
  generations: readonly Generation[],
  ports: RepairPorts,
  signal: AbortSignal,
): Promise<void> {
  if (generations.length === 0) return;
  await ports.sleep(SECOND_LOOK_MS, signal);
  if (signal.aborted) return;
  for (const { id, revision } of generations) {
    const current = await ports.store.get(id);
    if (current === null || current.revision !== revision) continue;
    const job = await missingJob(current, ports);
    if (job === null) continue;
    await ports.queues.ensure(job);
    ports.report.jobRestored(current);
  }
}

async function repairOne(
  generation: Generation,
  blockedBy: BlockedBy,
  ports: RepairPorts,
): Promise<void> {
  const lane = slotLane(generation);
  if (lane !== null && holdsSlot(generation)) await correctSlot(lane, generation.id, ports);
  const failure = generation.status === "queued" ? blockedBy(generation) : null;
  const notice = noticeFor(generation, failure, ports.now());
  if (notice === null) return;
  const changed = await ports.store.change(generation.id, notice);
  if (changed.kind === "changed") ports.report.noticed(changed.generation, notice);
}

async function correctSlot(lane: Lane, generationId: string, ports: RepairPorts): Promise<void> {
  if (await ports.correctSlot(lane, generationId)) ports.report.slotCorrected(lane, generationId);
}
