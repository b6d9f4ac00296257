import { formatBeijing } from "./times.ts";
import type { Task } from "./task.ts";

/** Where the result host keeps the video of a task: `/1d/<2 digits>/<day>/<task id>.mp4`. */
export function resultPath(task: Task): string {
  const day = formatBeijing(task.submittedAt).slice(0, 10).replaceAll("-", "");
  return `/1d/${task.id.slice(0, 2)}/${day}/${task.id}.mp4`;
}

/** The task id in such a path, or null. */
export function taskIdOfPath(pathname: string): string | null {
  return /\/([^/]+)\.mp4$/.exec(pathname)?.[1] ?? null;
}
