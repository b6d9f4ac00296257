import { z } from "zod";

import { shorten } from "../html/format.ts";
import { BOARD_PATH, generationPath } from "../paths.ts";

/**
 * The data of a job, and the progress that the worker wrote in its last run, as far as they parse.
 */
const JOB = z.object({
  name: z.string().catch(""),
  data: z.object({ generationId: z.string(), model: z.string() }).nullable().catch(null),
  progress: z
    .object({
      status: z.string().nullish(),
      task_id: z.string().nullish(),
      task_status: z.string().nullish(),
    })
    .catch({}),
});

const LONGEST_PROMPT = 60;

/**
 * One line with the generation and its status when the job last ran:
 * `wan2.1-vace-plus · a girl in a forest · running · task 0385dc79 RUNNING`.
 *
 * @param prompt of the generation; without one, the line has the id of the generation
 */
export function nameOf(job: unknown, prompt: string | null): string {
  const read = JOB.safeParse(job);
  if (!read.success || read.data.data === null) return read.data?.name ?? "";
  const { data, progress } = read.data;
  const shown = shorten(prompt ?? "", LONGEST_PROMPT);
  return [data.model, shown === "" ? data.generationId : shown, progress.status, taskOf(progress)]
    .filter((part) => typeof part === "string" && part !== "")
    .join(" · ");
}

/** The progress of a job. BullMQ's initial 0, which the board shows as an error, becomes a note. */
export function progressOf(progress: unknown): unknown {
  return typeof progress === "object"
    ? progress
    : { note: "No progress yet: it is written at the end of a run." };
}

/** The id of the generation of a job, or null if the job is not ours. */
export function generationIdOf(job: unknown): string | null {
  return JOB.safeParse(job).data?.data?.generationId ?? null;
}

/** A link to the page of the job's generation, or to the board if the job is not ours. */
export function linkOf(job: unknown): { displayText: string; href: string } {
  const id = generationIdOf(job);
  return id === null
    ? { displayText: "", href: BOARD_PATH }
    : { displayText: "Open generation", href: generationPath(id) };
}

function taskOf({ task_id: id, task_status: status }: z.infer<typeof JOB>["progress"]): string {
  return id ? ["task", id.slice(0, 8), status ?? ""].join(" ").trim() : "";
}
