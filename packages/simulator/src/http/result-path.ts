import { formatBeijing } from "../tasks/times.ts";
import type { Task } from "../tasks/task.ts";
import { madeImages } from "../ledger/usage.ts";

/** Where the result host keeps the files of a task: `/1d/<2 digits>/<day>/<task id>.mp4`, or `…-1.png` and so on. */
export function resultPaths(task: Task): readonly string[] {
  const day = formatBeijing(task.submittedAt).slice(0, 10).replaceAll("-", "");
  const start = `/1d/${task.id.slice(0, 2)}/${day}/${task.id}`;
  if (task.images === 0) return [`${start}.mp4`];
  return Array.from({ length: madeImages(task) }, (_, index) => `${start}-${index + 1}.png`);
}

/** The task id in such a path, or null. */
export function taskIdOfPath(pathname: string): string | null {
  return /\/([^/]+?)(?:-\d{1,2}\.png|\.mp4)$/.exec(pathname)?.[1] ?? null;
}
