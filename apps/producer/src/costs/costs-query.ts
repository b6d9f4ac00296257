import { DAY_MS, dayOf } from "@dashqueue/queue/internal";
import { z } from "zod";

import type { Dimension } from "./cost-groups.ts";
import { PLAIN_DIMENSIONS } from "./cost-groups.ts";
import type { QueryProblem } from "../http/query-problems.ts";
import { queryProblems } from "../http/query-problems.ts";

export interface CostsQuery {
  /** UTC days, first and last included. */
  readonly days: readonly [string, ...string[]];
  readonly groupBy: readonly Dimension[];
  /** Null where the `Accept` of the request decides. */
  readonly format: "json" | "csv" | null;
}

export type ReadCostsQuery =
  | { readonly ok: true; readonly query: CostsQuery }
  | { readonly ok: false; readonly problems: readonly QueryProblem[] };

const DEFAULT_DAYS = 30;
const MAX_DAYS = 366;
const MAX_GROUPS = 10;
const PARAMETERS = ["from", "to", "group_by", "format"] as const;

const daySchema = z.iso
  .date("must be a single date, such as 2026-11-22")
  .transform((day) => Date.parse(day));

const GROUPS = `must be a list with commas of ${PLAIN_DIMENSIONS.join(", ")} or metadata.<key>`;

/** `metadata.` and a key, which has at most 64 characters. */
const METADATA = /^metadata\..{1,64}$/su;
const isDimension = (word: string): word is Dimension =>
  METADATA.test(word) || PLAIN_DIMENSIONS.some((dimension) => dimension === word);

const groupSchema = z
  .string(GROUPS)
  .transform((text) => text.split(",").map((word) => word.trim()))
  .refine((words): words is Dimension[] => words.every(isDimension), GROUPS)
  .refine((words) => words.length <= MAX_GROUPS, `must have at most ${MAX_GROUPS} entries`)
  .transform((words) => [...new Set(words)]);

/**
 * Reads the query of `GET /v1/costs` and names every problem at once. The default are the last 30
 * days, by day, account and model.
 */
export function readCostsQuery(query: unknown, now: number): ReadCostsQuery {
  const read = querySchema(Date.parse(dayOf(now))).safeParse(query);
  if (!read.success) return { ok: false, problems: queryProblems(read.error, PARAMETERS) };
  const { from, to, group_by: groupBy, format } = read.data;
  const others = Array.from(
    { length: (to - from) / DAY_MS },
    (_, index) => from + (index + 1) * DAY_MS,
  );
  return { ok: true, query: { days: [dayOf(from), ...others.map(dayOf)], groupBy, format } };
}

function querySchema(today: number) {
  return z
    .strictObject({
      from: daySchema.optional(),
      to: daySchema.default(today),
      group_by: groupSchema.default(["day", "account", "model"]),
      format: z.enum(["json", "csv"], "must be json or csv").nullable().default(null),
    })
    .transform(({ from, to, ...rest }) => {
      return { from: from ?? to - (DEFAULT_DAYS - 1) * DAY_MS, to, ...rest };
    })
    .refine(({ from, to }) => from <= to, { path: ["from"], error: "must not be after to" })
    .refine(({ from, to }) => to - from < MAX_DAYS * DAY_MS, {
      path: ["from"],
      error: `must be less than ${MAX_DAYS} days before to`,
    });
}
