import { createHash } from "node:crypto";

import type {
  BulkOperations,
  GenerationStore,
  Operation,
  ProducerQueue,
  Selected,
  Tenants,
} from "@dashqueue/queue/internal";
import { DEFAULT_TENANT, selectGenerations } from "@dashqueue/queue/internal";

import type { BulkChoice } from "../list/bulk-form.ts";
import type { ListQuery } from "../list/list-query.ts";
import { metadataIn } from "../list/list-query.ts";
import { boundsOf } from "../list/period.ts";
import { recordQueryOf } from "../list/record-query.ts";

/** The generations of one tenant for which an action has something to do, and what it costs. */
export interface Plan extends Selected {
  readonly tenant: string;
}

export interface PlanPorts {
  readonly store: Pick<GenerationStore, "find">;
  readonly queue: Pick<ProducerQueue, "repeatPrice">;
  readonly tenants: Pick<Tenants, "list">;
}

/**
 * Selects what an action would do, for each tenant that has something to do.
 *
 * @param asOf leaves out what was accepted or ended after this time, epoch milliseconds
 * @param isAbandoned whether nobody waits for it any more
 */
export async function planFor(
  { store, queue, tenants }: PlanPorts,
  action: BulkChoice,
  query: ListQuery,
  asOf: number,
  isAbandoned: () => boolean,
): Promise<readonly Plan[] | "too-many" | "abandoned"> {
  const { tenant: only, ...given } = recordQueryOf(query, asOf);
  const known = [DEFAULT_TENANT, ...(await tenants.list()).map(({ id }) => id)];
  const plans: Plan[] = [];
  for (const tenant of only === undefined ? new Set(known) : [only]) {
    const ports = { find: store.find, repeatPrice: queue.repeatPrice };
    const selected = await selectGenerations(
      ports,
      action,
      { ...given, tenant },
      asOf,
      isAbandoned,
    );
    if (typeof selected === "string") return selected;
    if (selected.ids.length > 0) plans.push({ tenant, ...selected });
  }
  return plans;
}

/** Names the operation of a tenant, so that a form that is sent twice begins it once. */
export function operationId(formKey: string, tenant: string): string {
  const digest = createHash("sha256").update(JSON.stringify(["dashboard", formKey, tenant]));
  return `bulk_${digest.digest("hex").slice(0, 32)}`;
}

/** The filter as the API has it. @param asOf ends a period such as the last hour */
export function filterOf(query: ListQuery, asOf: number): object {
  const { status, metadata, words, model, batch, webhook } = query;
  const { createdAfter, createdBefore } = boundsOf(query, asOf);
  const entries = metadataIn(metadata);
  return {
    ...(status.length === 0 ? {} : { status }),
    ...(model === undefined ? {} : { model }),
    ...(batch === undefined ? {} : { batch }),
    ...(webhook === undefined ? {} : { webhook }),
    ...(words === undefined ? {} : { q: words }),
    ...(createdAfter === undefined ? {} : { created_after: iso(createdAfter) }),
    ...(createdBefore === undefined ? {} : { created_before: iso(createdBefore) }),
    ...(Object.keys(entries).length === 0 ? {} : { metadata: entries }),
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

/** Stores the operations of these plans. A producer runs them. */
export async function begin(
  { create }: Pick<BulkOperations, "create">,
  plans: readonly Plan[],
  given: Pick<Operation, "action" | "by" | "createdAt"> & {
    readonly filter: object;
    readonly formKey: string;
    readonly newName: () => string;
  },
): Promise<void> {
  const { action, by, createdAt, filter, formKey, newName } = given;
  for (const { tenant, ids, estimate, unpriced } of plans) {
    const id = operationId(formKey, tenant);
    const known = { id, tenant, action, by, filter: { ...filter }, createdAt, count: ids.length };
    await create({ ...known, estimate, unpriced, selection: newName() }, ids);
  }
}
