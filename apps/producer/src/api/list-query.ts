import { STATUSES, type Status } from "@dashqueue/queue/internal";
import { wholeNumber } from "@dashqueue/service";
import { z } from "zod";

import type { QueryProblem } from "./query-problems.ts";
import { queryProblems } from "./query-problems.ts";

/** Which generations a list shows. */
export interface ListQuery {
  readonly status?: Status | undefined;
  readonly model?: string | undefined;
  readonly limit: number;
  /** The id of the last one of the page before. */
  readonly after?: string | undefined;
}

export type ReadListQuery =
  | { readonly ok: true; readonly query: ListQuery }
  | { readonly ok: false; readonly problems: readonly QueryProblem[] };

const cursor = z
  .string("must be given once")
  .transform((text) => Buffer.from(text, "base64url").toString())
  .pipe(z.string().regex(/^gen_[0-9A-Z]{26}$/, "is not a next_cursor of a list"));

const querySchema = z.strictObject({
  status: z.enum(STATUSES, { error: `must be one of ${STATUSES.join(", ")}` }).optional(),
  model: z.string("must be given once").min(1, "must not be empty").optional(),
  limit: wholeNumber({ min: 1, max: 100 }).default(20),
  cursor: cursor.optional(),
});

/** Reads the query of a list strictly: a misspelled filter would show everything. Names every problem at once. */
export function readListQuery(query: unknown): ReadListQuery {
  const read = querySchema.safeParse(query);
  if (read.success) {
    const { cursor, ...filter } = read.data;
    return { ok: true, query: { ...filter, after: cursor } };
  }
  return { ok: false, problems: queryProblems(read.error) };
}

/** The `next_cursor` of a page that ends with this generation. */
export function cursorAfter(id: string): string {
  return Buffer.from(id).toString("base64url");
}
