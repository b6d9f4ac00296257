import type { Status } from "@dashqueue/queue/internal";
import { STATUSES } from "@dashqueue/queue/internal";
import { z } from "zod";

/** Which generations the list shows. */
export interface ListQuery {
  readonly status: readonly Status[];
  readonly model: string | undefined;
  readonly tenant: string | undefined;
  /** The id of the last generation on the page before. */
  readonly after: string | undefined;
}

const text = z
  .string()
  .transform((value) => value.trim() || undefined)
  .optional()
  .catch(undefined);

const schema = z.object({
  // What is not a status is left out: a page has no use for an error.
  status: z
    .union([z.string(), z.array(z.string())])
    .transform((given) => STATUSES.filter((status) => [given].flat().includes(status)))
    .catch([]),
  model: text,
  tenant: text,
  after: text,
});

export function readListQuery(query: unknown): ListQuery {
  const { status, model, tenant, after } = schema.parse(query);
  return { status, model, tenant, after };
}

/** The same list from another place on. */
export function listPath({ status, model, tenant }: ListQuery, after?: string): string {
  const query = new URLSearchParams(status.map((one) => ["status", one] as [string, string]));
  for (const [name, value] of Object.entries({ model, tenant, after }))
    if (value !== undefined) query.set(name, value);
  return `/generations?${query.toString()}`;
}
