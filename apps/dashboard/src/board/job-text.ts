import { z } from "zod";

/** What a job carries and what the worker wrote on it at its last run, as far as it can be read. */
const jobSchema = z.object({
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

/**
 * One line that says which generation this is and how it was when the job last ran:
 * `gen_01J… · wan2.1-vace-plus · running · task 0385dc79 RUNNING`.
 */
export function nameOf(job: unknown): string {
  const read = jobSchema.safeParse(job);
  if (!read.success || read.data.data === null) return read.data?.name ?? "";
  const { data, progress } = read.data;
  return [data.generationId, data.model, progress.status, taskOf(progress)]
    .filter((part) => typeof part === "string" && part !== "")
    .join(" · ");
}

/** What the worker wrote on a job; BullMQ's own 0, which the board shows as an error, is put into words. */
export function progressOf(progress: unknown): unknown {
  return typeof progress === "object"
    ? progress
    : { note: "Nothing yet: written when a run has ended." };
}

/** The page of the generation that this job looks at; the board itself for a job that is none of ours. */
export function linkOf(job: unknown): { displayText: string; href: string } {
  const id = jobSchema.safeParse(job).data?.data?.generationId;
  return id === undefined
    ? { displayText: "", href: "/queues" }
    : { displayText: "Open the generation", href: `/generations/${encodeURIComponent(id)}` };
}

function taskOf({
  task_id: id,
  task_status: status,
}: z.infer<typeof jobSchema>["progress"]): string {
  return id ? ["task", id.slice(0, 8), status ?? ""].join(" ").trim() : "";
}
