import type { Task } from "../tasks/task.ts";
import { madeImages } from "../tasks/task.ts";
import { formatBeijing } from "../time/beijing-time.ts";

/**
 * The paths of a task's files on the result host: `/1d/<2 digits>/<day>/<task id>.mp4` for a video,
 * `…-1.png` and so on for images.
 */
export function resultPaths(task: Task): readonly string[] {
  const day = formatBeijing(task.submittedAt).slice(0, 10).replaceAll("-", "");
  const start = `/1d/${task.id.slice(0, 2)}/${day}/${task.id}`;
  if (task.images === 0) return [`${start}.mp4`];
  return Array.from({ length: madeImages(task) }, (_, index) => `${start}-${index + 1}.png`);
}

/** The task id in such a path; null when there is none. */
export function taskIdOfPath(pathname: string): string | null {
  return /\/([^/]+?)(?:-\d{1,2}\.png|\.mp4)$/.exec(pathname)?.[1] ?? null;
}
