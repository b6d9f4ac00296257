import type { FindPage, Status } from "@dashqueue/queue/internal";
import { isBatchId, STATUSES } from "@dashqueue/queue/internal";
import { wholeNumber } from "@dashqueue/service";
import { z } from "zod";

import type { QueryProblem } from "../http/query-problems.ts";
import { queryProblems } from "../http/query-problems.ts";

export type ReadListQuery =
  | { readonly ok: true; readonly query: FindPage }
  | { readonly ok: false; readonly problems: readonly QueryProblem[] };

const once = z.string("must be given only once");

const cursorSchema = once
  .transform((text) => Buffer.from(text, "base64url").toString())
  .pipe(z.string().regex(/^gen_[0-9A-Z]{26}$/, "must be a next_cursor of this list"));

const time = z.iso
  .datetime({ offset: true, error: "must be a time such as 2026-11-27T08:00:00Z" })
  .transform((text) => Date.parse(text));

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

/** What a filter can ask for, besides metadata. @param text what each text has to be. */
function filterShapeOf(text: z.ZodString) {
  const word = text.min(1, "must not be empty");
  return {
    status: statusesSchema.optional(),
    model: word.optional(),
    tenant: word.optional(),
    webhook: z.enum(["failed", "pending"], "must be failed or pending").optional(),
    batch: text.refine(isBatchId, "must be the id of a batch").optional(),
    created_after: text.pipe(time).optional(),
    created_before: text.pipe(time).optional(),
    q: text
      .trim()
      .min(1, "must not be empty")
      .max(200, "must have at most 200 characters")
      .optional(),
  };
}

/** The same filter in a JSON body. */
export const filterSchema = z.strictObject({
  ...filterShapeOf(z.string()),
  metadata: z
    .record(z.string(), z.string())
    .refine((entries) => Object.keys(entries).length > 0, "must have at least one entry")
    .optional(),
});

/** The query of a filter that was read. */
export function queryOf<Read extends Omit<z.infer<typeof filterSchema>, "metadata">>({
  q,
  created_after: createdAfter,
  created_before: createdBefore,
  ...same
}: Read) {
  return { ...same, createdAfter, createdBefore, words: q };
}

const querySchema = z.strictObject({
  ...filterShapeOf(once),
  limit: wholeNumber({ min: 1, max: 100 }).default(20),
  cursor: cursorSchema.optional(),
});

const METADATA = "metadata.";
const metadataSchema = z.record(z.string(), once);
/** Zod leaves out this key, so it cannot be a parameter. */
const NO_KEY = `${METADATA}__proto__`;
const NAMES = Object.keys(querySchema.shape);

/**
 * Reads the query of `GET /v1/generations` and names every problem at once. An unknown parameter is
 * a problem, because a misspelled filter would list everything.
 */
export function readListQuery(query: Readonly<Record<string, unknown>>): ReadListQuery {
  const { entries = [], others = [] } = Object.groupBy(Object.entries(query), ([name]) =>
    name.startsWith(METADATA) && name !== NO_KEY ? "entries" : "others",
  );
  const read = querySchema.safeParse(Object.fromEntries(others));
  const metadata = metadataSchema.safeParse(
    Object.fromEntries(entries.map(([name, value]) => [name.slice(METADATA.length), value])),
  );
  if (!read.success || !metadata.success) {
    const wrong = queryProblems(metadata.error ?? NONE);
    return {
      ok: false,
      problems: [
        ...queryProblems(read.error ?? NONE, [...NAMES, `${METADATA}<key>`]),
        ...wrong.map(({ path, message }) => ({ path: METADATA + path, message })),
      ],
    };
  }
  const { cursor: after, ...filter } = read.data;
  return { ok: true, query: { ...queryOf(filter), metadata: metadata.data, after } };
}

const NONE = new z.ZodError([]);

/** The `next_cursor` of a page that ends with this generation. */
export function cursorAfter(id: string): string {
  return Buffer.from(id).toString("base64url");
}
