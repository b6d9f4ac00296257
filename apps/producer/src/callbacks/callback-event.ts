import { z } from "zod";

import { taskId } from "../http/task-id.ts";

const eventSchema = z.object({ data: z.object({ task_id: taskId }) });

/**
 * Returns the distinct task ids in an EventBridge event or a list of them. The rest of an event is
 * ignored: the result of a task is read from the provider only. Source: DashScope's documentation,
 * "异步任务回调".
 */
export function taskIdsOf(body: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(body) ? body : [body];
  const events = items.flatMap((item) => eventSchema.safeParse(item).data ?? []);
  return [...new Set(events.map(({ data }) => data.task_id))];
}
