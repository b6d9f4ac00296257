import { z } from "zod";

import { costSchema } from "../attempt.ts";
import { CHARGE_STATES, chargeOf } from "../charge.ts";
import type { Generation } from "../generation.ts";
import { isTerminal, STATUSES } from "../status.ts";

const time = z.iso.datetime();

/**
 * What is left of a deleted generation: what it cost, and nothing of its content. Redis keeps it in
 * place of the record for as long as it would have kept the record, so that nothing that repeats
 * can make the generation again (G10). The archive keeps it for good.
 */
export const tombstoneSchema = z.object({
  id: z.string(),
  tenant: z.string(),
  model: z.string(),
  account: z.string().nullable(),
  batch: z.string().nullable().default(null),
  status: z.enum(STATUSES),
  cost: costSchema
    .unwrap()
    .extend({ state: z.enum(CHARGE_STATES) })
    .nullable(),
  /** They stay ours: no other generation may adopt them. */
  tasks: z.array(z.string()).readonly(),
  created_at: time,
  finished_at: time,
  deleted_at: time,
});
export type Tombstone = z.infer<typeof tombstoneSchema>;

/** An ended generation. */
type Ended = Extract<Generation, { readonly finishedAt: number }>;

/** Null for a generation that has not ended. */
export function tombstoneOf(generation: Generation, now: number): Tombstone | null {
  if (!isTerminal(generation.status)) return null;
  const { id, tenant, status, createdAt, finishedAt, attempt, task, failedTasks, ...rest } =
    generation as Ended;
  const charge = chargeOf(generation);
  return {
    id,
    tenant,
    model: rest.request.model,
    account: attempt?.account ?? null,
    batch: rest.batch ?? null,
    status,
    cost: charge?.cost ? { ...charge.cost, state: charge.state } : null,
    tasks: task === null ? failedTasks : [...failedTasks, task.id],
    created_at: iso(createdAt),
    finished_at: iso(finishedAt),
    deleted_at: iso(now),
  };
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
