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
  /** Whose message about the end was given up, or is sent again. */
  readonly webhook: "failed" | "pending" | undefined;
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
  // What is not a status is left out here: `filterProblem` says that it is none.
  status: z
    .union([z.string(), z.array(z.string())])
    .transform((given) => STATUSES.filter((status) => [given].flat().includes(status)))
    .catch([]),
  model: text,
  tenant: text,
  batch: text,
  webhook: z.enum(["failed", "pending"]).optional().catch(undefined),
  words: text,
  metadata: text,
  after: text,
});

export function readListQuery(query: unknown): ListQuery {
  const { status, model, tenant, batch, webhook, words, metadata, after } = schema.parse(query);
  return { status, model, tenant, batch, webhook, words, metadata, after };
}

/** The entries of `metadata` that a reader asks for: `key=value`, separated by commas. */
export function metadataIn(given: string | undefined): Readonly<Record<string, string>> {
  const entries = (given ?? "").split(",").flatMap((entry) => {
    const [key = "", ...value] = entry.split("=");
    return key.trim() === "" ? [] : [[key.trim(), value.join("=").trim()] as const];
  });
  return Object.fromEntries(entries);
}

/** Whether it asks for all generations. */
export function isUnfiltered(query: ListQuery): boolean {
  return filterEntries(query).length === 0;
}

/** What it asks for, as the fields of a form, without the place. */
export function filterEntries(
  query: ListQuery,
): readonly (readonly [name: string, value: string])[] {
  const { status, after: _, ...given } = query;
  return [
    ...status.map((one) => ["status", one] as const),
    ...Object.entries(given).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  ];
}

/** The same list from another place on. */
export function listPath(query: ListQuery, after?: string): string {
  const fields = new URLSearchParams();
  for (const [name, value] of filterEntries(query)) fields.append(name, value);
  if (after !== undefined) fields.set("after", after);
  return `/generations?${fields.toString()}`;
}
