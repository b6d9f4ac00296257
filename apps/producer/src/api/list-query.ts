import type { Status } from "@dashqueue/queue/internal";
import { STATUSES } from "@dashqueue/queue/internal";
import { wholeNumber } from "@dashqueue/service";
import { z } from "zod";

import type { QueryProblem } from "../http/query-problems.ts";
import { queryProblems } from "../http/query-problems.ts";

export interface ListQuery {
  /** Any of these. */
  readonly status?: readonly Status[] | undefined;
  readonly model?: string | undefined;
  readonly limit: number;
  /** The last id of the previous page. */
  readonly after?: string | undefined;
}

export type ReadListQuery =
  | { readonly ok: true; readonly query: ListQuery }
  | { readonly ok: false; readonly problems: readonly QueryProblem[] };

const cursorSchema = z
  .string("must be given only once")
  .transform((text) => Buffer.from(text, "base64url").toString())
  .pipe(z.string().regex(/^gen_[0-9A-Z]{26}$/, "must be a next_cursor of this list"));

/** `status=running,archiving`, or the parameter repeated. */
const statusesSchema = z
  .union([z.string(), z.array(z.string())])
  .transform((given, context): readonly Status[] => {
    const words = [given].flat().flatMap((text) => text.split(","));
    if (words.every((word) => isStatus(word))) return [...new Set(words)];
    context.addIssue({ code: "custom", message: `must be one or more of ${STATUSES.join(", ")}` });
    return z.NEVER;
  });

function isStatus(word: string): word is Status {
  return STATUSES.some((status) => status === word);
}

const querySchema = z.strictObject({
  status: statusesSchema.optional(),
  model: z.string("must be given only once").min(1, "must not be empty").optional(),
  limit: wholeNumber({ min: 1, max: 100 }).default(20),
  cursor: cursorSchema.optional(),
});

const NAMES = Object.keys(querySchema.shape);

/**
 * Reads the query of `GET /v1/generations` and names every problem at once. An unknown parameter is
 * a problem, because a misspelled filter would list everything.
 */
export function readListQuery(query: unknown): ReadListQuery {
  const read = querySchema.safeParse(query);
  if (!read.success) return { ok: false, problems: queryProblems(read.error, NAMES) };
  const { cursor, ...filter } = read.data;
  return { ok: true, query: { ...filter, after: cursor } };
}

/** The `next_cursor` of a page that ends with this generation. */
export function cursorAfter(id: string): string {
  return Buffer.from(id).toString("base64url");
}
