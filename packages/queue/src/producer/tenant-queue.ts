import type { ReadableArchive } from "../archived/read-archived.ts";
import type { RemovableArchive } from "../archived/remove-archived.ts";
import type { Records } from "../archived/with-archived.ts";
import { withArchived } from "../archived/with-archived.ts";
import type { CostTotal } from "../costs/cost-totals.ts";
import type { GenerationStore } from "../store/generation-store.ts";
import type { BatchLine } from "./batches/check-lines.ts";
import type { BatchOptions, EnqueuedBatch } from "./batches/enqueue-batch.ts";
import type { ProducerQueue } from "./producer-queue.ts";
import type { Removed } from "./remove-generation.ts";
import { removeGeneration } from "./remove-generation.ts";

/** What one tenant sees of the queue, and does there. A foreign generation is an unknown one. */
export interface TenantQueue
  extends
    Records,
    Pick<
      ProducerQueue,
      | "enqueue"
      | "quote"
      | "view"
      | "views"
      | "cancel"
      | "resolve"
      | "pollAgain"
      | "archiveAgain"
      | "regenerate"
      | "repeatPrice"
      | "attempts"
      | "redeliver"
      | "sendWaiting"
    > {
  readonly list: GenerationStore["list"];
  readonly page: GenerationStore["page"];
  readonly find: GenerationStore["find"];
  enqueueBatch(
    lines: readonly BatchLine[],
    options: Omit<BatchOptions, "tenant">,
  ): Promise<EnqueuedBatch>;
  readonly batch: GenerationStore["batch"];
  readonly batchStatuses: GenerationStore["batchStatuses"];
  readonly batchCost: GenerationStore["batchCost"];
  readonly keepBatchCost: GenerationStore["keepBatchCost"];
  /** Deletes an ended generation with its files, and leaves what it cost. */
  remove(id: string): Promise<Removed>;
  /** What its attempts of these UTC days have cost or may cost. */
  costs(days: readonly string[]): Promise<readonly CostTotal[]>;
}

const MISSING = { kind: "missing" } as const;

/**
 * Narrows the queue to one tenant. The id of a foreign generation takes the same path as an unknown
 * one: it is read in Redis, then in the archive, and is found in neither.
 *
 * @param archive where ended generations are read that Redis has forgotten; by default nowhere.
 */
export function tenantQueue(
  queue: ProducerQueue,
  tenant: string,
  archive?: ReadableArchive & RemovableArchive,
): TenantQueue {
  const { store } = queue;
  const known = recordsOf(store, tenant);
  const owns = async (id: string) => (await known.get(id)) !== null;
  const all =
    archive === undefined ? known : recordsOf(withArchived(known, archive, store), tenant);
  return {
    ...all,
    list: (page) => store.list({ ...page, tenant }),
    page: (page) => store.page({ ...page, tenant }),
    find: (page) => store.find({ ...page, tenant }),
    enqueueBatch: (lines, options) => queue.enqueueBatch(lines, { ...options, tenant }),
    async batch(id) {
      const batch = await store.batch(id);
      return batch?.tenant === tenant ? batch : null;
    },
    batchStatuses: store.batchStatuses,
    batchCost: store.batchCost,
    keepBatchCost: store.keepBatchCost,
    remove: (id) => removeGeneration({ store, get: all.get, tenant, archive, now: queue.now }, id),
    async costs(days) {
      return (await store.costs(days)).filter((total) => total.tenant === tenant);
    },
    repeatPrice: queue.repeatPrice,
    views: queue.views,
    view: queue.view,
    quote: (submission, options) => queue.quote(submission, { ...options, tenant }),
    enqueue: (submission, options, context) =>
      queue.enqueue(submission, { ...options, tenant }, context),
    cancel: async (id, by) => ((await owns(id)) ? queue.cancel(id, by) : null),
    resolve: async (id, ...claim) => ((await owns(id)) ? queue.resolve(id, ...claim) : MISSING),
    pollAgain: async (id) => ((await owns(id)) ? queue.pollAgain(id) : MISSING),
    archiveAgain: async (id) => ((await owns(id)) ? queue.archiveAgain(id) : MISSING),
    regenerate: async (id, options) => ((await owns(id)) ? queue.regenerate(id, options) : MISSING),
    attempts: async (id) => ((await owns(id)) ? queue.attempts(id) : []),
    redeliver: async (id, n) => ((await owns(id)) ? queue.redeliver(id, n) : MISSING),
    sendWaiting: async (id, askedAt) =>
      (await owns(id)) ? queue.sendWaiting(id, askedAt) : MISSING,
  };
}

/** Those of one tenant. */
function recordsOf({ get, events }: Records, tenant: string): Records {
  const own = async (id: string) => {
    const generation = await get(id);
    return generation?.tenant === tenant ? generation : null;
  };
  return {
    get: own,
    events: async (id, after) => ((await own(id)) === null ? [] : events(id, after)),
  };
}
