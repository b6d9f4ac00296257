import type { ResultShape } from "@dashqueue/dashscope";
import { beijingTime } from "@dashqueue/dashscope";
import type { ArchivedFile, Generation } from "@dashqueue/queue/internal";

import { failureCodeOf } from "./failure-answer.ts";
import { taskOutput } from "./task-output.ts";
import { taskStatusOf } from "./task-status.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * `GET /tasks/{id}` of an unknown id, which is not an error. DashScope's documentation: "manage
 * asynchronous tasks".
 */
export function unknownTask(id: string): Fields {
  return { output: { task_id: id, task_status: "UNKNOWN" } };
}

/**
 * `GET /tasks/{id}` as the model's own page documents it, with links to our archive.
 *
 * @param linkOf returns the link to an archived file.
 * @param result where the output has its links; by default as the model's page says.
 */
export function taskBody(
  generation: Generation,
  linkOf: (file: ArchivedFile) => string,
  result?: ResultShape,
): Fields {
  const head = {
    task_id: generation.id,
    task_status: taskStatusOf(generation),
    ...timesOf(generation),
  };
  if (generation.status === "failed") {
    const { failure } = generation;
    return { output: { ...head, code: failureCodeOf(failure), message: failure.message } };
  }
  if (generation.status !== "succeeded") return { output: head };
  const output = { ...head, ...taskOutput(generation, linkOf, result) };
  return { output, usage: generation.result.usage };
}

function timesOf(generation: Generation): Fields {
  const attempt = "attempt" in generation ? generation.attempt : null;
  return {
    submit_time: beijingTime(generation.createdAt),
    ...(attempt === null ? {} : { scheduled_time: beijingTime(attempt.begunAt) }),
    ...("finishedAt" in generation ? { end_time: beijingTime(generation.finishedAt) } : {}),
  };
}
