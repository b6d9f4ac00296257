import { parseBeijingDigits } from "@dashqueue/dashscope";
import { DAY_MS } from "@dashqueue/queue/internal";
import { wholeNumber } from "@dashqueue/service";
import { z } from "zod";

import type { TaskStatus } from "./task-status.ts";
import { TASK_STATUSES } from "./task-status.ts";

/** Bounds have a precision of one second, and `to` includes its whole second. */
const LAST_OF_SECOND_MS = 999;

/** Times are epoch milliseconds, both included. */
export interface TaskListQuery {
  readonly taskId?: string | undefined;
  readonly from: number;
  readonly to: number;
  readonly model?: string | undefined;
  readonly status?: TaskStatus | undefined;
  readonly page: number;
  readonly pageSize: number;
}

export type ReadTaskListQuery =
  | { readonly ok: true; readonly query: TaskListQuery }
  /** Every problem in one text. */
  | { readonly ok: false; readonly message: string };

/**
 * `YYYYMMDDhhmmss` in Beijing time; the time zone is inferred. DashScope's documentation: "manage
 * asynchronous tasks".
 */
const timeSchema = z.string().transform((text, context) => {
  const at = parseBeijingDigits(text);
  if (at !== null) return at;
  context.addIssue({ code: "custom", message: "must be YYYYMMDDhhmmss" });
  return z.NEVER;
});

const querySchema = z.object({
  task_id: z.string().optional(),
  start_time: timeSchema.optional(),
  end_time: timeSchema.optional(),
  model_name: z.string().optional(),
  status: z.enum(TASK_STATUSES, `must be one of ${TASK_STATUSES.join(", ")}`).optional(),
  page_no: wholeNumber({ min: 1, max: 1_000_000 }).default(1),
  page_size: wholeNumber({ min: 1, max: 100 }).default(10),
});

/**
 * Reads the query of `GET /tasks`. An empty parameter is absent. The default is the last 24 hours,
 * as in DashScope's API.
 */
export function readTaskListQuery(query: object, now: number): ReadTaskListQuery {
  const given = Object.entries(query).filter(([, value]) => value !== "");
  const read = querySchema.safeParse(Object.fromEntries(given));
  if (!read.success) {
    const problems = read.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
    return { ok: false, message: problems.join("; ") };
  }
  const { start_time: start, end_time: end, model_name: model, status } = read.data;
  const to = end === undefined ? defaultEnd(start, now) : end + LAST_OF_SECOND_MS;
  const from = start ?? to - DAY_MS;
  if (from > to) return { ok: false, message: "start_time must not be after end_time" };
  if (to - from > DAY_MS + LAST_OF_SECOND_MS)
    return { ok: false, message: "start_time and end_time must be at most 24 hours apart" };
  const { page_no: page, page_size: pageSize, task_id: taskId } = read.data;
  return { ok: true, query: { taskId, from, to, model, status, page, pageSize } };
}

function defaultEnd(start: number | undefined, now: number): number {
  return start === undefined ? now : start + DAY_MS;
}
