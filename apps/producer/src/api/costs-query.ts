import { DAY_MS, dayOf } from "@dashqueue/queue/internal";
import { z } from "zod";

import type { QueryProblem } from "../http/query-problems.ts";
import { queryProblems } from "../http/query-problems.ts";

export type ReadCostsQuery =
  /** UTC days, first and last included. */
  | { readonly ok: true; readonly days: readonly [string, ...string[]] }
  | { readonly ok: false; readonly problems: readonly QueryProblem[] };

const DEFAULT_DAYS = 30;
const MAX_DAYS = 366;

const daySchema = z.iso
  .date("must be a single date, such as 2026-11-22")
  .transform((day) => Date.parse(day));

/**
 * Reads `from` and `to` of `GET /v1/costs` and names every problem at once. The default is the last
 * 30 days.
 */
export function readCostsQuery(query: unknown, now: number): ReadCostsQuery {
  const read = querySchema(Date.parse(dayOf(now))).safeParse(query);
  if (!read.success) return { ok: false, problems: queryProblems(read.error, ["from", "to"]) };
  const { from, to } = read.data;
  const others = Array.from(
    { length: (to - from) / DAY_MS },
    (_, index) => from + (index + 1) * DAY_MS,
  );
  return { ok: true, days: [dayOf(from), ...others.map(dayOf)] };
}

function querySchema(today: number) {
  return z
    .strictObject({ from: daySchema.optional(), to: daySchema.default(today) })
    .transform(({ from, to }) => ({ from: from ?? to - (DEFAULT_DAYS - 1) * DAY_MS, to }))
    .refine(({ from, to }) => from <= to, { path: ["from"], error: "must not be after to" })
    .refine(({ from, to }) => to - from < MAX_DAYS * DAY_MS, {
      path: ["from"],
      error: `must be less than ${MAX_DAYS} days before to`,
    });
}
