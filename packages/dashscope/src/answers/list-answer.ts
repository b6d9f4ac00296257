import { z } from "zod";

import type { HttpAnswer } from "../http/http-answer.ts";
import { readEnvelope } from "./envelope.ts";
import type { Refusal } from "./query-refusal.ts";
import { readRefusal } from "./query-refusal.ts";
import { taskStatusOf } from "./task.ts";

/** A task in the list, which has neither prompts nor usage nor links. */
export interface TaskRow {
  readonly taskId: string;
  /** Of the create request. */
  readonly requestId: string | null;
  readonly model: string | null;
  /** In the documented spelling if it is known, else the provider's own word. */
  readonly status: string;
  /** Epoch milliseconds. */
  readonly createdAt: number | null;
}

export type ListAnswer =
  | {
      readonly kind: "rows";
      readonly rows: readonly TaskRow[];
      /** Rows of this page that cannot be parsed. */
      readonly unreadable: number;
      readonly page: number;
      readonly totalPages: number;
      /** Rows of all pages, if the provider returns it. */
      readonly total: number | null;
    }
  | Refusal;

const text = z.string().nullish().catch(null);
const row = z.object({
  task_id: z.string(),
  request_id: text,
  model_name: text,
  status: z.string().catch("UNKNOWN"),
  gmt_create: z.coerce.number().nullish().catch(null),
});
const count = z.coerce.number().int().min(0).nullish().catch(null);
const listed = z.object({
  data: z.array(row.nullable().catch(null)),
  total: count,
  total_page: count,
  page_no: count,
  page_size: count,
});

/**
 * Reads one page of the task list. DashScope's documentation: "manage asynchronous tasks". Never
 * throws.
 */
export function readListAnswer(answer: HttpAnswer, now: number): ListAnswer {
  const envelope = readEnvelope(answer.body);
  const read = listed.safeParse(envelope?.json);
  if (answer.status === 200 && envelope?.code === null && read.success) {
    const { data, page_no: page, total_page: totalPages, total, page_size: pageSize } = read.data;
    const rows = data.flatMap((item) => (item === null ? [] : [rowOf(item)]));
    return {
      kind: "rows",
      rows,
      unreadable: data.length - rows.length,
      page: page ?? 1,
      totalPages: totalPages ?? pagesOf(total ?? null, page ?? 1, pageSize || data.length),
      total: total ?? null,
    };
  }
  return readRefusal(answer, envelope, now);
}

/**
 * A skipped page may contain the task that a caller searches for. Without a count, every page with
 * rows is therefore taken to have a successor.
 */
function pagesOf(total: number | null, page: number, rowsPerPage: number): number {
  if (total === null) return rowsPerPage === 0 ? page : page + 1;
  return Math.max(1, Math.ceil(total / Math.max(1, rowsPerPage)));
}

function rowOf(item: z.infer<typeof row>): TaskRow {
  return {
    taskId: item.task_id,
    requestId: item.request_id ?? null,
    model: item.model_name ?? null,
    status: taskStatusOf(item.status) ?? item.status,
    createdAt: item.gmt_create ?? null,
  };
}
