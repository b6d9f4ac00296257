import type { Status } from "@dashqueue/queue/internal";
import { STATUSES } from "@dashqueue/queue/internal";
import { z } from "zod";

import type { CreatedFilter } from "./period.ts";
import { isPeriod, timeIn } from "./period.ts";

/** Which generations the list shows. */
export interface ListQuery extends CreatedFilter {
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

const time = text.transform((given) =>
  given === undefined || timeIn(given) === null ? undefined : given,
);

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
  created_within: z
    .string()
    .transform((given) => (isPeriod(given) ? given : undefined))
    .optional()
    .catch(undefined),
  created_after: time,
  created_before: time,
  after: text,
});

export function readListQuery(query: unknown): ListQuery {
  return { ...NOTHING, ...schema.parse(query ?? {}) };
}

const NOTHING = {
  model: undefined,
  tenant: undefined,
  batch: undefined,
  webhook: undefined,
  words: undefined,
  metadata: undefined,
  created_within: undefined,
  created_after: undefined,
  created_before: undefined,
  after: undefined,
};

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
export function filterEntries(query: ListQuery): readonly FilterEntry[] {
  return [
    ...query.status.map((one) => ["status", one] as const),
    ...SINGLE_FILTERS.flatMap((name) => {
      const value = query[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  ];
}

/** The filters that ask for one value each. */
export const SINGLE_FILTERS = [
  "model",
  "tenant",
  "batch",
  "webhook",
  "words",
  "metadata",
  "created_within",
  "created_after",
  "created_before",
] as const;

type FilterEntry = readonly [name: "status" | (typeof SINGLE_FILTERS)[number], value: string];

/** The same list without one of its filters, from the first page on. */
export function without(query: ListQuery, ...[name, value]: FilterEntry): ListQuery {
  const first = { ...query, after: undefined };
  return name === "status"
    ? { ...first, status: query.status.filter((one) => one !== value) }
    : { ...first, [name]: undefined };
}

/** The same list from another place on. */
export function listPath(query: ListQuery, after?: string): string {
  const fields = new URLSearchParams();
  for (const [name, value] of filterEntries(query)) fields.append(name, value);
  if (after !== undefined) fields.set("after", after);
  return fields.size === 0 ? "/generations" : `/generations?${fields.toString()}`;
}
