import type { Task } from "./task.ts";

/** `Map.groupBy`, which Node 20 does not have. */
export function groupTasks(
  tasks: readonly Task[],
  keyOf: (task: Task) => string,
): ReadonlyMap<string, readonly Task[]> {
  const groups = new Map<string, Task[]>();
  for (const task of tasks) {
    const key = keyOf(task);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [task]);
    else group.push(task);
  }
  return groups;
}
