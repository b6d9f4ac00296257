import type { DuringEffect } from "../faults/fault.ts";
import type { ProviderError } from "../http/provider-error.ts";
import { invalidParameter } from "../http/provider-error.ts";
import { publicNumber } from "../ids/public-number.ts";
import type { Region } from "../models/regions.ts";
import type { Task } from "../tasks/task.ts";
import { apiUniqueKey, DAY_MS } from "../tasks/task.ts";
import { endOf, isDeleted, startOf, statusAt } from "../tasks/task-status.ts";
import { parseBeijingDigits } from "../time/beijing-time.ts";
import { wholeNumber } from "./whole-number.ts";

type Body = Readonly<Record<string, unknown>>;

interface Window {
  readonly from: number;
  readonly to: number;
}

const MAX_PAGE_SIZE = 100;
const STATUSES = ["PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED", "UNKNOWN"];

export interface ListContext {
  readonly now: number;
  readonly region: Region;
  /** A fault that falsifies the answer. */
  readonly effect?: DuringEffect | null;
}

/** A task as the list shows it. */
interface Listed {
  readonly task: Task;
  readonly status: string;
  readonly start: number | null;
  readonly end: number | null;
}

/**
 * GET /tasks: newest first, without prompts.
 * Source: DashScope's documentation, "异步任务管理 API". The errors and the maximum page size of 100 are
 * inferred.
 *
 * @param tasks the settled tasks of one account, in the order of submission.
 */
export function listAnswer(
  tasks: readonly Task[],
  query: URLSearchParams,
  { now, region, effect = null }: ListContext,
): Body | ProviderError {
  const window = windowOf(query, now);
  if (window === null)
    return invalidParameter(
      "start_time and end_time must be YYYYMMDDhhmmss, at most 24 hours apart.",
    );
  const pageNumber = wholeNumber(query.get("page_no") ?? "1");
  const pageSize = wholeNumber(query.get("page_size") ?? "10");
  if (pageNumber === null || pageSize === null || pageSize > MAX_PAGE_SIZE)
    return invalidParameter("page_no and page_size must be positive integers.");
  const status = query.get("status");
  if (status !== null && !STATUSES.includes(status))
    return invalidParameter(`status must be one of ${STATUSES.join(", ")}.`);
  const found = shownTasks(tasks, now, effect)
    .filter((task) => !isDeleted(task, now))
    .map((task) => listed(task, now, effect))
    .filter((one) => isSelected(one, query, window))
    .toReversed();
  const start = (pageNumber - 1) * pageSize;
  return {
    total: found.length,
    total_page: Math.ceil(found.length / pageSize),
    page_no: pageNumber,
    page_size: pageSize,
    data: found.slice(start, start + pageSize).map((one) => rowOf(one, region)),
  };
}

/** The tasks that the list shows, less those that a fault hides. */
function shownTasks(
  tasks: readonly Task[],
  now: number,
  effect: DuringEffect | null,
): readonly Task[] {
  if (effect?.kind === "lag")
    return tasks.filter(({ submittedAt }) => submittedAt <= now - effect.ms);
  return effect?.kind === "hide-rows" ? tasks.slice(0, -effect.count) : tasks;
}

function listed(task: Task, now: number, effect: DuringEffect | null): Listed {
  const at = effect?.kind === "status-lag" ? Math.max(task.submittedAt, now - effect.ms) : now;
  const end = endOf(task, at);
  const status = effect?.kind === "misreport" && end === null ? effect.status : statusAt(task, at);
  const start = startOf(task);
  return { task, status, start: start !== null && start <= at ? start : null, end };
}

function isSelected(
  { task, status }: Listed,
  query: URLSearchParams,
  { from, to }: Window,
): boolean {
  const id = query.get("task_id");
  if (id !== null) return task.id === id;
  const has = (name: string, value: string) => (query.get(name) ?? value) === value;
  return (
    task.submittedAt >= from &&
    task.submittedAt <= to &&
    has("model_name", task.model) &&
    has("status", status) &&
    has("api_key_id", task.apiKeyId)
  );
}

/** Null when a bound is not a time, or when the bounds are reversed or more than a day apart. */
function windowOf(query: URLSearchParams, now: number): Window | null {
  const [start, end] = ["start_time", "end_time"].map((name) => {
    const given = query.get(name);
    return given === null ? undefined : parseBeijingDigits(given);
  });
  if (start === null || end === null) return null;
  const to = end === undefined ? (start === undefined ? now : start + DAY_MS) : lastMsOfSecond(end);
  const from = start ?? (end === undefined ? now : end) - DAY_MS;
  const isShort = from <= to && to - from <= lastMsOfSecond(DAY_MS);
  return isShort ? { from, to } : null;
}

/** A bound has a resolution of one second and includes the whole second. */
function lastMsOfSecond(timeMs: number): number {
  return timeMs + 999;
}

function rowOf({ task, status, start, end }: Listed, region: Region): Body {
  const account = publicNumber(task.account, 16);
  return {
    api_key_id: task.apiKeyId,
    caller_parent_id: account,
    caller_uid: account,
    gmt_create: task.submittedAt,
    ...(start === null ? {} : { start_time: start }),
    ...(end === null ? {} : { end_time: end }),
    model_name: task.model,
    region,
    request_id: task.requestId,
    status,
    task_id: task.id,
    user_api_unique_key: apiUniqueKey(task),
  };
}
