import { z } from "zod";

const event = z.object({ data: z.object({ task_id: z.string().min(1).max(200) }) });

/**
 * The tasks of which an event of EventBridge tells, or several in a list; each once. Nothing else is read: what became of a
 * task, the provider alone is asked. Source: DashScope's documentation, "异步任务回调".
 */
export function taskIdsOf(body: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(body) ? body : [body];
  const read = items.flatMap((item) => event.safeParse(item).data ?? []);
  return [...new Set(read.map(({ data }) => data.task_id))];
}
