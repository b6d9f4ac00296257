import type { Status } from "@dashqueue/queue/internal";
import { STATUSES } from "@dashqueue/queue/internal";
import { z } from "zod";

/** Which generations the list shows. */
export interface ListQuery {
  readonly status: readonly Status[];
  readonly model: string | undefined;
  readonly tenant: string | undefined;
  /** The id of a batch. */
  readonly batch: string | undefined;
  /** Words of the prompt, in any order. */
  readonly words: string | undefined;
  /** As the reader typed them: `order=7, customer=c1`. */
  readonly metadata: string | undefined;
  /** The id at which the page before ended. */
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
  batch: text,
  words: text,
  metadata: text,
  after: text,
});

export function readListQuery(query: unknown): ListQuery {
  const { status, model, tenant, batch, words, metadata, after } = schema.parse(query);
  return { status, model, tenant, batch, words, metadata, after };
}

/** The entries of `metadata` that a reader asks for: `key=value`, separated by commas. */
export function metadataIn(given: string | undefined): Readonly<Record<string, string>> {
  const entries = (given ?? "").split(",").flatMap((entry) => {
    const [key = "", ...value] = entry.split("=");
    return key.trim() === "" ? [] : [[key.trim(), value.join("=").trim()] as const];
  });
  return Object.fromEntries(entries);
}

/** The same list from another place on. */
export function listPath({ status, ...given }: ListQuery, after?: string): string {
  const query = new URLSearchParams(status.map((one) => ["status", one] as [string, string]));
  for (const [name, value] of Object.entries({ ...given, after }))
    if (value !== undefined) query.set(name, value);
  return `/generations?${query.toString()}`;
}
