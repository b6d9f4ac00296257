import { findModel, type Region } from "../models/catalogue.ts";
import { publicNumber } from "../http/identity.ts";
import type { ProviderError } from "../http/provider-error.ts";
import { endOf, isForgotten, startOf, statusAt } from "./task-status.ts";
import type { Task } from "./task.ts";
import { parseBeijingDigits } from "./times.ts";

type Body = Readonly<Record<string, unknown>>;
type Window = { readonly from: number; readonly to: number };

const dayMs = 24 * 3_600_000;
const maxPageSize = 100;
const statuses = ["PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED", "UNKNOWN"];

/**
 * GET /tasks: newest first, without prompts.
 * Source: DashScope's documentation, "异步任务管理 API"; the errors, and 100 as the largest page, are inferred.
 *
 * @param tasks settled ones of one account, in the order of their submission.
 */
export function listAnswer(
  tasks: readonly Task[],
  query: URLSearchParams,
  { now, region }: { readonly now: number; readonly region: Region },
): Body | ProviderError {
  const window = windowOf(query, now);
  if (window === null)
    return invalid("start_time and end_time must be YYYYMMDDhhmmss, at most 24 hours apart.");
  const pageNumber = wholeNumber(query.get("page_no") ?? "1");
  const pageSize = wholeNumber(query.get("page_size") ?? "10");
  if (pageNumber === null || pageSize === null || pageSize > maxPageSize) {
    return invalid("page_no and page_size must be positive integers.");
  }
  const status = query.get("status");
  if (status !== null && !statuses.includes(status))
    return invalid(`status must be one of ${statuses.join(", ")}.`);
  const found = tasks
    .filter((task) => !isForgotten(task, now) && isWanted(task, query, window, now))
    .toReversed();
  const start = (pageNumber - 1) * pageSize;
  return {
    total: found.length,
    total_page: Math.ceil(found.length / pageSize),
    page_no: pageNumber,
    page_size: pageSize,
    data: found.slice(start, start + pageSize).map((task) => rowOf(task, now, region)),
  };
}

function isWanted(task: Task, query: URLSearchParams, { from, to }: Window, now: number): boolean {
  const id = query.get("task_id");
  if (id !== null) return task.id === id;
  return (
    task.submittedAt >= from &&
    task.submittedAt <= to &&
    isEither(query.get("model_name"), task.model) &&
    isEither(query.get("status"), statusAt(task, now)) &&
    isEither(query.get("api_key_id"), task.apiKeyId)
  );
}

function isEither(wanted: string | null, value: string): boolean {
  return wanted === null || wanted === value;
}

/** Null when a bound is no time, or they are more than a day apart or in the wrong order. */
function windowOf(query: URLSearchParams, now: number): Window | null {
  const [start, end] = ["start_time", "end_time"].map((name) => {
    const given = query.get(name);
    return given === null ? undefined : parseBeijingDigits(given);
  });
  if (start === null || end === null) return null;
  const to = end === undefined ? (start === undefined ? now : start + dayMs) : lastMsOfSecond(end);
  const from = start ?? (end === undefined ? now : end) - dayMs;
  const isShort = from <= to && to - from <= lastMsOfSecond(dayMs);
  return isShort ? { from, to } : null;
}

/** The digits end with seconds; a bound means the whole second. */
function lastMsOfSecond(timeMs: number): number {
  return timeMs + 999;
}

function wholeNumber(text: string): number | null {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}

function invalid(message: string): ProviderError {
  return { status: 400, code: "InvalidParameter", message };
}

function rowOf(task: Task, now: number, region: Region): Body {
  const account = publicNumber(task.account, 16);
  const start = startOf(task);
  const end = endOf(task, now);
  const path = findModel(task.model)?.path.replace("/", ":");
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
    status: statusAt(task, now),
    task_id: task.id,
    user_api_unique_key: `apikey:v1:aigc:${path}:${task.model}`,
  };
}
