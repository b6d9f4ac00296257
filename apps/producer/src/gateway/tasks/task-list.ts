import { findModel, regionOf } from "@dashqueue/dashscope";
import type { Generation, GenerationStore, RecordPage } from "@dashqueue/queue/internal";

import { creationRequestId } from "../creation-request-id.ts";
import type { TaskListQuery } from "./task-list-query.ts";
import { hasTasksInState, STATUSES_OF, taskStatusOf } from "./task-status.ts";

type Fields = Readonly<Record<string, unknown>>;

type TasksStore = Pick<GenerationStore, "get" | "page">;

/** More than all slots of an account. */
const MOST_RUNNING = 10_000;

/** Finds the generations that the query asks for. */
export async function findTasks(store: TasksStore, query: TaskListQuery): Promise<RecordPage> {
  const { taskId, page, pageSize: limit, status, ...place } = query;
  const offset = (page - 1) * limit;
  if (taskId !== undefined) return findOne(store, taskId, offset);
  if (status === undefined) return store.page({ ...place, offset, limit });
  const running = hasTasksInState(status)
    ? await store.page({ ...place, status: "running", offset: 0, limit: MOST_RUNNING })
    : { generations: [] };
  const own = running.generations.filter((generation) => taskStatusOf(generation) === status);
  // The pages before contain all of our own at most, so the other rows skip at least the rest.
  const skipped = Math.max(0, offset - own.length);
  const others = { status: STATUSES_OF[status], offset: skipped, limit: offset - skipped + limit };
  const found = await store.page({ ...place, ...others });
  const merged = [...own, ...found.generations].toSorted((one, other) =>
    one.id < other.id ? 1 : -1,
  );
  return {
    total: found.total + own.length,
    generations: merged.slice(offset - skipped, offset - skipped + limit),
  };
}

async function findOne({ get }: TasksStore, id: string, offset: number): Promise<RecordPage> {
  const generation = await get(id);
  if (generation === null) return { total: 0, generations: [] };
  return { total: 1, generations: offset === 0 ? [generation] : [] };
}

/** `GET /tasks`: a flat list, with times in epoch milliseconds. */
export function taskListBody({ page, pageSize }: TaskListQuery, found: RecordPage): Fields {
  return {
    total: found.total,
    total_page: Math.ceil(found.total / pageSize),
    page_no: page,
    page_size: pageSize,
    data: found.generations.map(rowOf),
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
