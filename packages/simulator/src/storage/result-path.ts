import type { Task } from "../tasks/task.ts";
import { formatBeijing } from "../time/beijing-time.ts";

/**
 * The paths of a task's files on the result host: `/1d/<2 digits>/<day>/<task id>.mp4` for a video,
 * `…-1.png` and so on for a batch of images.
 */
export function resultPaths(task: Task): readonly string[] {
  const day = formatBeijing(task.submittedAt).slice(0, 10).replaceAll("-", "");
  return task.files.map((ending) => `/1d/${task.id.slice(0, 2)}/${day}/${task.id}${ending}`);
}

/** The task id in such a path; null when there is none. */
export function taskIdOfPath(pathname: string): string | null {
  return /\/([\da-f-]{36})(?:-[\da-z]+)?\.[\da-z.]+$/.exec(pathname)?.[1] ?? null;
}
