import type {
  Change,
  Failure,
  Generation,
  GenerationStore,
  Queued,
  ToldBlocks,
} from "@dashqueue/queue/internal";

import { noticeFor } from "./notices.ts";

/** What keeps generations from being submitted now. */
export interface Blocks {
  /** Differs whenever something else blocks; null while nothing does. */
  readonly reason: string | null;
  /** Whether the cost of a single generation may block it, too. */
  readonly byCost: boolean;
  /** Returns why no account may send a create request for a generation; null if one may. */
  of(queued: Queued): Failure | null;
}

export interface BlockNoticePorts {
  readonly store: Pick<GenerationStore, "list" | "change">;
  now(): number;
  blocks(): Promise<Blocks>;
  /** Null if it is unknown. */
  toldBlocks(): Promise<ToldBlocks | null>;
  keepToldBlocks(told: ToldBlocks): Promise<void>;
  readonly report: { noticed(generation: Generation, notice: Change): void };
}

const PAGE = 200;

/** The clocks of producers differ, and a write takes a moment. */
const OVERLAP_MS = 60_000;

/**
 * Records on the generations that wait what blocks them, or that nothing does any more. Visits all
 * of them when that has changed, and otherwise those that have been accepted since.
 */
export async function noticeBlocks(ports: BlockNoticePorts, signal: AbortSignal): Promise<void> {
  const told = await ports.toldBlocks();
  const blocks = await ports.blocks();
  const at = ports.now();
  const isNews = told === null || told.reason !== blocks.reason;
  if (!isNews && blocks.reason === null && !blocks.byCost) return;
  await visitNewest(isNews ? -Infinity : told.at - OVERLAP_MS, blocks, ports, signal);
  if (!signal.aborted) await ports.keepToldBlocks({ reason: blocks.reason, at });
}

async function visitNewest(
  since: number,
  blocks: Blocks,
  ports: BlockNoticePorts,
  signal: AbortSignal,
): Promise<void> {
  let after: string | undefined;
  while (!signal.aborted) {
    const page = await ports.store.list({ status: "queued", limit: PAGE, after });
    await Promise.all(page.map((generation) => visit(generation, blocks, ports)));
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE || last.createdAt < since) return;
    after = last.id;
  }
}

async function visit(
  generation: Generation,
  blocks: Blocks,
  { store, now, report }: BlockNoticePorts,
): Promise<void> {
  if (generation.status !== "queued") return;
  const notice = noticeFor(generation, blocks.of(generation), now());
  if (notice === null) return;
  const changed = await store.change(generation.id, notice);
  if (changed.kind === "changed") report.noticed(changed.generation, notice);
}
