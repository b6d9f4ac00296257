import type {
  Change,
  Delays,
  Generation,
  GenerationStore,
  Job,
  Lane,
  Queues,
} from "@dashqueue/queue/internal";
import { holdsSlot, isTerminal, jobOf, slotLane, STATUSES } from "@dashqueue/queue/internal";

import { pagesOf } from "../pages.ts";
import type { BlockNoticePorts } from "./notices/block-notices.ts";
import { noticeBlocks } from "./notices/block-notices.ts";
import { neededUploads } from "./needed-uploads.ts";
import { noticeFor } from "./notices/notice-for.ts";
import type { CompleteLinePorts, WaitingJobsPorts } from "./repair-waiting.ts";
import { completeLine, waitingWithoutJob } from "./repair-waiting.ts";

export interface RepairPorts extends BlockNoticePorts, WaitingJobsPorts, CompleteLinePorts {
  readonly store: Pick<GenerationStore, "get" | "list" | "ids" | "models" | "change">;
  readonly queues: Pick<Queues, "isLive" | "ensure">;
  readonly delays: Delays;
  /** Resolves after the delay, or as soon as the signal aborts. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>;
  /** Returns every lane that this worker knows. */
  lanes(): Promise<readonly Lane[]>;
  /** Returns the ids that hold a slot according to the lane. */
  slots(lane: Lane): Promise<readonly string[]>;
  /** Makes the lane agree with a record. Returns true if it did not. */
  correctSlot(lane: Lane, generationId: string): Promise<boolean>;
  /** Uploads are deleted this long after their last use; null keeps them forever. */
  readonly retentionMs: number | null;
  /** If that is due, deletes the uploads that were not used since then, except needed ones. */
  sweepUploads(
    unusedSince: number | null,
    needed: () => Promise<ReadonlySet<string>>,
  ): Promise<void>;
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

/** The statuses of an open generation that does not wait for a slot. */
const BUSY = STATUSES.filter((status) => status !== "queued" && !isTerminal(status));

/**
 * Restores the job of every open record that has no live one (G5), makes the lanes' slots agree
 * with their records (G3), completes the line, records notices, and deletes the uploads that
 * nothing needs.
 *
 * Visits the records that hold a slot or are being archived: the limits of the lanes bound their
 * number. Waiting records are only counted, unless a job is missing or the cause that blocks them
 * has changed.
 */
export async function repair(ports: RepairPorts, signal: AbortSignal): Promise<void> {
  const visited = new Set<string>();
  const withoutJob: Generation[] = [];
  const visit = async (generation: Generation) => {
    visited.add(generation.id);
    if ((await missingJob(generation, ports)) !== null) withoutJob.push(generation);
    await repairOne(generation, ports);
  };
  await forEachBusy(ports, signal, visit);
  const kept = new Map<string, number>();
  for (const lane of await ports.lanes())
    for (const id of await ports.slots(lane)) {
      await correctSlot(lane, id, ports);
      const holder = visited.has(id) ? null : await readable(id, ports);
      if (holder?.status !== "queued") continue;
      const { model } = holder.request;
      kept.set(model, (kept.get(model) ?? 0) + 1);
      await visit(holder);
    }
  await completeLine(ports, kept, signal);
  withoutJob.push(...(await waitingWithoutJob(ports, kept, signal)));
  await restoreJobs(withoutJob, ports, signal);
  await noticeBlocks(ports, signal);
  const unusedSince = ports.retentionMs === null ? null : ports.now() - ports.retentionMs;
  if (!signal.aborted)
    await ports.sweepUploads(unusedSince, () => neededUploads(ports.store, unusedSince));
}

/** Null also for a record that a newer version wrote: it must not keep the others from repair. */
async function readable(id: string, { store }: RepairPorts): Promise<Generation | null> {
  return store.get(id).catch(() => null);
}

async function forEachBusy(
  { store }: RepairPorts,
  signal: AbortSignal,
  visit: (generation: Generation) => Promise<void>,
): Promise<void> {
  const pages = pagesOf((page) => store.list({ status: BUSY, ...page }), PAGE, signal);
  for await (const page of pages) await Promise.all(page.map(visit));
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

async function repairOne(generation: Generation, ports: RepairPorts): Promise<void> {
  const lane = slotLane(generation);
  if (lane !== null && holdsSlot(generation)) await correctSlot(lane, generation.id, ports);
  if (generation.status !== "archiving") return;
  const notice = noticeFor(generation, null, ports.now());
  if (notice === null) return;
  const changed = await ports.store.change(generation, notice);
  if (changed.kind === "changed") ports.report.noticed(changed.generation, notice);
}

async function correctSlot(lane: Lane, generationId: string, ports: RepairPorts): Promise<void> {
  if (await ports.correctSlot(lane, generationId)) ports.report.slotCorrected(lane, generationId);
}
