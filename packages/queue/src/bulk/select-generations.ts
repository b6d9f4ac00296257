import type { Cost } from "@dashqueue/dashscope";

import type { Generation, Status } from "../generation/generation.ts";
import { isTerminal, STATUSES } from "../generation/status.ts";
import { totalOf } from "../producer/batches/enqueue-batch.ts";
import type { TenantQueue } from "../producer/tenant-queue.ts";
import type { RecordQuery } from "../store/finding/record-query.ts";
import type { BulkAction } from "./operation.ts";

/** The generations for which an action has something to do, and what it costs. */
export interface Selected {
  /** Newest first. */
  readonly ids: readonly string[];
  /** For `regenerate`, the highest possible cost, by currency. */
  readonly estimate: readonly Cost[];
  /** How many of them have a model whose price is unknown. */
  readonly unpriced: number;
}

/** The most generations of an operation, whose ids have to fit into memory. */
export const BULK_LIMIT = 100_000;
const PAGE = 100;

const OPEN = STATUSES.filter((status) => !isTerminal(status));
const ENDED = STATUSES.filter(isTerminal);

/** In these statuses, an action has something to do. */
const STATUSES_OF: Readonly<Record<BulkAction, readonly Status[]>> = {
  // The provider's work is done when its results are archived.
  cancel: OPEN.filter((status) => status !== "archiving"),
  delete: ENDED,
  regenerate: ENDED,
  archive: ["archiving"],
  redeliver: ENDED,
};

/**
 * Selects the generations of a filter for which an action has something to do.
 *
 * @param asOf leaves out those that were accepted or ended after this time, epoch milliseconds.
 * @param isAbandoned whether nobody waits for the selection any more
 */
export async function selectGenerations(
  { find, repeatPrice }: Pick<TenantQueue, "find" | "repeatPrice">,
  action: BulkAction,
  filter: RecordQuery,
  asOf: number,
  isAbandoned: () => boolean = () => false,
): Promise<Selected | "too-many" | "abandoned"> {
  const allowed = STATUSES_OF[action];
  const asked = filter.status === undefined ? allowed : [filter.status].flat();
  const status = asked.filter((each) => allowed.includes(each));
  const ids: string[] = [];
  const prices: (Cost | null)[] = [];
  if (status.length === 0) return { ids, estimate: [], unpriced: 0 };
  for (let after: string | undefined, isLast = false; !isLast;) {
    if (isAbandoned()) return "abandoned";
    const { generations, next } = await find({ ...filter, status, limit: PAGE, after });
    const selected = generations.filter((each) => isFor(action, each, asOf));
    ids.push(...selected.map(({ id }) => id));
    if (action === "regenerate") prices.push(...selected.map(repeatPrice));
    if (ids.length > BULK_LIMIT) return "too-many";
    isLast = next === null;
    after = next ?? undefined;
  }
  const priced = prices.filter((price) => price !== null);
  return { ids, estimate: totalOf(priced), unpriced: prices.length - priced.length };
}

function isFor(action: BulkAction, generation: Generation, asOf: number): boolean {
  const { createdAt, ...state } = generation;
  if (createdAt > asOf) return false;
  if ("finishedAt" in state && state.finishedAt > asOf) return false;
  if (action !== "redeliver") return true;
  const { delivery } = generation;
  return delivery !== undefined && delivery.state !== "delivered";
}
