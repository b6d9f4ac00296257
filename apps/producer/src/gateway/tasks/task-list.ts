import { findModel, regionOf } from "@dashqueue/dashscope";
import type { Generation, GenerationStore } from "@dashqueue/queue/internal";

import { creationRequestId } from "../creation-request-id.ts";
import type { TaskListQuery } from "./task-list-query.ts";
import { taskStatusOf } from "./task-status.ts";

type Fields = Readonly<Record<string, unknown>>;

export interface FoundTasks {
  /** The count over all pages. */
  readonly total: number;
  readonly page: readonly Generation[];
}

const READ_AT_ONCE = 500;

/** Finds the generations that the query asks for, newest first. */
export async function findTasks(
  store: Pick<GenerationStore, "get" | "list">,
  query: TaskListQuery,
): Promise<FoundTasks> {
  const found =
    query.taskId === undefined ? await search(store, query) : await findOne(store, query.taskId);
  const start = (query.page - 1) * query.pageSize;
  return { total: found.length, page: found.slice(start, start + query.pageSize) };
}

async function findOne(
  { get }: Pick<GenerationStore, "get">,
  id: string,
): Promise<readonly Generation[]> {
  const generation = await get(id);
  return generation === null ? [] : [generation];
}

/** Lists are sorted by creation time, so the first generation before `from` ends the search. */
async function search(
  { list }: Pick<GenerationStore, "list">,
  { from, to, model, status }: TaskListQuery,
): Promise<readonly Generation[]> {
  const found: Generation[] = [];
  let read: readonly Generation[] = [];
  do {
    read = await list({ model, limit: READ_AT_ONCE, after: read.at(-1)?.id });
    const inTime = read.filter(({ createdAt }) => createdAt >= from && createdAt <= to);
    found.push(
      ...inTime.filter((generation) => status === undefined || taskStatusOf(generation) === status),
    );
  } while (read.length === READ_AT_ONCE && (read.at(-1)?.createdAt ?? 0) >= from);
  return found;
}

/** `GET /tasks`: a flat list, with times in epoch milliseconds. */
export function taskListBody({ page, pageSize }: TaskListQuery, found: FoundTasks): Fields {
  return {
    total: found.total,
    total_page: Math.ceil(found.total / pageSize),
    page_no: page,
    page_size: pageSize,
    data: found.page.map(rowOf),
  };
}

/** All callers appear as one account, `dashqueue`. */
function rowOf(generation: Generation): Fields {
  const { id, createdAt, request } = generation;
  const attempt = "attempt" in generation ? generation.attempt : null;
  const path =
    (generation.path ?? findModel(request.model)?.path)
      ?.replace("/services/", "")
      .replaceAll("/", ":") ?? "";
  return {
    api_key_id: "dashqueue",
    caller_parent_id: "dashqueue",
    caller_uid: "dashqueue",
    gmt_create: createdAt,
    ...(attempt === null ? {} : { start_time: attempt.begunAt }),
    ...("finishedAt" in generation ? { end_time: generation.finishedAt } : {}),
    model_name: request.model,
    region: (attempt && regionOf(attempt.baseUrl)) ?? "cn-beijing",
    request_id: creationRequestId(id),
    status: taskStatusOf(generation),
    task_id: id,
    user_api_unique_key: `apikey:v1:${path}:${request.model}`,
  };
}
