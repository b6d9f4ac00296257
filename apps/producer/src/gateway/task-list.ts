import { findModel, parseBeijingDigits, regionOf } from "@dashqueue/dashscope";
import type { Generation, GenerationStore } from "@dashqueue/queue/internal";
import { wholeNumber } from "@dashqueue/service";
import { z } from "zod";

import { requestIdOf } from "./refusal.ts";
import { TASK_STATUSES, taskStatusOf } from "./task-body.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Which tasks are wanted. Times are epoch milliseconds. */
export interface TaskListQuery {
  readonly taskId?: string | undefined;
  readonly from: number;
  readonly to: number;
  readonly model?: string | undefined;
  readonly status?: string | undefined;
  readonly page: number;
  readonly pageSize: number;
}

export type ReadTaskListQuery =
  | { readonly ok: true; readonly query: TaskListQuery }
  /** Every problem, in one text. */
  | { readonly ok: false; readonly message: string };

/** `YYYYMMDDhhmmss` in Beijing's time; the zone is inferred. DashScope's documentation: "manage asynchronous tasks". */
const digits = z.string().transform((text, context) => {
  const at = parseBeijingDigits(text);
  if (at !== null) return at;
  context.addIssue({ code: "custom", message: "must be YYYYMMDDhhmmss" });
  return z.NEVER;
});

const querySchema = z.object({
  task_id: z.string().optional(),
  start_time: digits.optional(),
  end_time: digits.optional(),
  model_name: z.string().optional(),
  status: z.enum(TASK_STATUSES, `must be one of ${TASK_STATUSES.join(", ")}`).optional(),
  page_no: wholeNumber({ min: 1, max: 1_000_000 }).default(1),
  page_size: wholeNumber({ min: 1, max: 100 }).default(10),
});

/** Reads the query of a list; the last 24 hours without times, as DashScope does. */
export function readTaskListQuery(query: unknown, now: number): ReadTaskListQuery {
  const read = querySchema.safeParse(query);
  if (!read.success) {
    const problems = read.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
    return { ok: false, message: problems.join("; ") };
  }
  const { start_time: start, end_time: end, model_name: model, status } = read.data;
  // The digits end with seconds: a bound means the whole second.
  const to = end === undefined ? (start === undefined ? now : start + DAY_MS) : end + 999;
  const from = start ?? to - DAY_MS;
  if (from > to || to - from > DAY_MS + 999)
    return {
      ok: false,
      message: "start_time and end_time must be at most 24 hours apart, in this order",
    };
  const { page_no: page, page_size: pageSize, task_id: taskId } = read.data;
  return { ok: true, query: { taskId, from, to, model, status, page, pageSize } };
}

const PAGE = 500;

/** The generations that a list asks for, newest first, and how many there are on all of its pages. */
export async function findTasks(
  store: Pick<GenerationStore, "get" | "list">,
  query: TaskListQuery,
): Promise<{ readonly total: number; readonly page: readonly Generation[] }> {
  const found =
    query.taskId === undefined ? await wanted(store, query) : await one(store, query.taskId);
  const start = (query.page - 1) * query.pageSize;
  return { total: found.length, page: found.slice(start, start + query.pageSize) };
}

async function one(
  { get }: Pick<GenerationStore, "get">,
  id: string,
): Promise<readonly Generation[]> {
  const generation = await get(id);
  return generation === null ? [] : [generation];
}

/** Ids sort by time: whatever is older than the window ends the search. */
async function wanted(
  { list }: Pick<GenerationStore, "list">,
  { from, to, model, status }: TaskListQuery,
): Promise<readonly Generation[]> {
  const found: Generation[] = [];
  let page: readonly Generation[] = [];
  do {
    page = await list({ model, limit: PAGE, after: page.at(-1)?.id });
    const inTime = page.filter(({ createdAt }) => createdAt >= from && createdAt <= to);
    found.push(
      ...inTime.filter((generation) => status === undefined || taskStatusOf(generation) === status),
    );
  } while (page.length === PAGE && (page.at(-1)?.createdAt ?? 0) >= from);
  return found;
}

/** The answer to a list: flat, times in epoch milliseconds. Whoever calls is one account here. */
export function taskListBody(
  { page, pageSize }: TaskListQuery,
  found: { readonly total: number; readonly page: readonly Generation[] },
): Readonly<Record<string, unknown>> {
  return {
    total: found.total,
    total_page: Math.ceil(found.total / pageSize),
    page_no: page,
    page_size: pageSize,
    data: found.page.map(rowOf),
  };
}

function rowOf(generation: Generation): Readonly<Record<string, unknown>> {
  const { id, createdAt, request } = generation;
  const attempt = "attempt" in generation ? generation.attempt : null;
  const path =
    findModel(request.model)?.path.replace("/services/aigc/", "").replace("/", ":") ?? "";
  return {
    api_key_id: "dashqueue",
    caller_parent_id: "dashqueue",
    caller_uid: "dashqueue",
    gmt_create: createdAt,
    ...(attempt === null ? {} : { start_time: attempt.begunAt }),
    ...("finishedAt" in generation ? { end_time: generation.finishedAt } : {}),
    model_name: request.model,
    region: (attempt && regionOf(attempt.baseUrl)) ?? "cn-beijing",
    request_id: requestIdOf(id),
    status: taskStatusOf(generation),
    task_id: id,
    user_api_unique_key: `apikey:v1:aigc:${path}:${request.model}`,
  };
}
