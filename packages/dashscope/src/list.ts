import { z } from "zod";

import type { HttpAnswer, Refusal } from "./body.ts";
import { readEnvelope, readRefusal } from "./body.ts";

/** A task as the list shows it: without its prompt, its usage and its links. */
export interface TaskRow {
  readonly taskId: string;
  /** Of the create. */
  readonly requestId: string | null;
  readonly model: string | null;
  readonly status: string;
  /** Epoch milliseconds. */
  readonly createdAt: number | null;
}

export type ListAnswer =
  | {
      readonly kind: "rows";
      readonly rows: readonly TaskRow[];
      readonly page: number;
      readonly totalPages: number;
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
const listed = z.object({
  data: z.array(row.nullable().catch(null)),
  total_page: z.coerce.number().catch(1),
  page_no: z.coerce.number().catch(1),
});

/** Reads the HTTP answer to a query for the list of tasks. Total. */
export function readListAnswer(answer: HttpAnswer, now: number): ListAnswer {
  const envelope = readEnvelope(answer.body);
  const read = listed.safeParse(envelope?.json);
  if (answer.status === 200 && envelope?.code === null && read.success) {
    const { data, page_no: page, total_page: totalPages } = read.data;
    return {
      kind: "rows",
      rows: data.flatMap((item) => (item === null ? [] : [rowOf(item)])),
      page,
      totalPages,
    };
  }
  return readRefusal(answer, envelope, now);
}

function rowOf(item: z.infer<typeof row>): TaskRow {
  return {
    taskId: item.task_id,
    requestId: item.request_id ?? null,
    model: item.model_name ?? null,
    status: item.status,
    createdAt: item.gmt_create ?? null,
  };
}
