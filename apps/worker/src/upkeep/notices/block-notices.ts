import type {
  Change,
  Failure,
  Generation,
  GenerationStore,
  Queued,
  ToldBlocks,
} from "@dashqueue/queue/internal";

import { pagesOf } from "../../pages.ts";
import { noticeFor } from "./notice-for.ts";

/** What keeps generations from being submitted now. */
export interface Blocks {
  /** Differs whenever something else blocks; null while nothing does. */
  readonly reason: string | null;
  /** The same for what blocks only the generations of a tenant, by tenant. */
  readonly tenants: ReadonlyMap<string, string>;
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
 * of them when that has changed, those of a tenant when it has changed for that one only, and
 * otherwise those that have been accepted since.
 */
export async function noticeBlocks(ports: BlockNoticePorts, signal: AbortSignal): Promise<void> {
  const told = await ports.toldBlocks();
  const blocks = await ports.blocks();
  const at = ports.now();
  const isNews = told === null || told.reason !== blocks.reason;
  const changed = isNews ? [] : tenantsToTell(told, blocks);
  if (!isNews && changed.length === 0 && blocks.reason === null && !blocks.byCost) return;
  for (const tenant of changed)
    await visitNewest({ tenant, since: -Infinity }, blocks, ports, signal);
  const since = isNews ? -Infinity : told.at - OVERLAP_MS;
  await visitNewest({ tenant: undefined, since }, blocks, ports, signal);
  const tenants = Object.fromEntries(blocks.tenants);
  if (!signal.aborted) await ports.keepToldBlocks({ reason: blocks.reason, tenants, at });
}

/** Those for which something else blocks than before, or nothing any more. */
function tenantsToTell({ tenants: told }: ToldBlocks, { tenants: now }: Blocks): readonly string[] {
  const known = new Map(Object.entries(told));
  const all = new Set([...known.keys(), ...now.keys()]);
  return [...all].filter((tenant) => known.get(tenant) !== now.get(tenant));
}

async function visitNewest(
  { tenant, since }: { readonly tenant: string | undefined; readonly since: number },
  blocks: Blocks,
  ports: BlockNoticePorts,
  signal: AbortSignal,
): Promise<void> {
  const list = ports.store.list;
  const pages = pagesOf((page) => list({ status: "queued", tenant, ...page }), PAGE, signal);
  for await (const page of pages) {
    await Promise.all(page.map((generation) => visit(generation, blocks, ports)));
    if ((page.at(-1)?.createdAt ?? -Infinity) < since) return;
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
  const changed = await store.change(generation, notice);
  if (changed.kind === "changed") report.noticed(changed.generation, notice);
}
