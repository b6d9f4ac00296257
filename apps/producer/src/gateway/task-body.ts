import type { ResultShape } from "@dashqueue/dashscope";
import { beijingTime, findModel } from "@dashqueue/dashscope";
import type { ArchivedFile, Generation } from "@dashqueue/queue/internal";

/** What DashScope calls the state of a task. DashScope's documentation: "manage asynchronous tasks". */
export const TASK_STATUSES = [
  "PENDING",
  "RUNNING",
  "SUCCEEDED",
  "FAILED",
  "CANCELED",
  "UNKNOWN",
] as const;

/**
 * A generation that waits in our queue is a task that waits in theirs, and one that is being archived has not succeeded yet:
 * its result is there when its status says so.
 */
export function taskStatusOf(generation: Generation): string {
  switch (generation.status) {
    case "queued":
    case "submitting":
    case "uncertain":
      return "PENDING";
    case "running":
      return generation.task.status;
    case "archiving":
      return "RUNNING";
    case "succeeded":
      return "SUCCEEDED";
    case "failed":
      return "FAILED";
    case "canceled":
      return "CANCELED";
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** `GET /tasks/{id}` of an id that nobody knows: no error. DashScope's documentation: the same page. */
export function unknownTask(id: string): Fields {
  return { output: { task_id: id, task_status: "UNKNOWN" } };
}

/**
 * `GET /tasks/{id}`, as the model's own page shows it, but that the links are ours.
 *
 * @param linkOf where a file of the archive can be fetched.
 */
export function taskBody(generation: Generation, linkOf: (file: ArchivedFile) => string): Fields {
  const head = {
    task_id: generation.id,
    task_status: taskStatusOf(generation),
    ...timesOf(generation),
  };
  if (generation.status === "failed") {
    const { code, kind, message } = generation.failure;
    return { output: { ...head, code: code === "" ? CODES[kind] : code, message } };
  }
  if (generation.status !== "succeeded") return { output: head };
  const { usage, origPrompt, actualPrompt, failedEntries } = generation.result;
  const prompts = {
    ...(origPrompt === null ? {} : { orig_prompt: origPrompt }),
    ...(actualPrompt === null ? {} : { actual_prompt: actualPrompt }),
  };
  const shape = findModel(generation.request.model)?.result ?? shapeOf(generation.files);
  const made = generation.files.map((file): Entry => ({
    kind: "made",
    name: file.name,
    url: linkOf(file),
  }));
  const entries = withFailed(made, failedEntries);
  return { output: { ...head, ...resultOf(shape, entries, prompts) }, usage };
}

type Entry =
  | { readonly kind: "made"; readonly name: string; readonly url: string }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

/** A model that is not in the catalogue shows by its files what it makes. */
function shapeOf(files: readonly ArchivedFile[]): ResultShape {
  return files.some(({ contentType }) => contentType.startsWith("video/"))
    ? "video_url"
    : "results[].url";
}

/** The entries that failed, at their places among all of them. */
function withFailed(
  made: readonly Entry[],
  failed: readonly { readonly index: number; readonly code: string; readonly message: string }[],
): readonly Entry[] {
  const entries = [...made];
  for (const { index, code, message } of failed.toSorted((one, other) => one.index - other.index))
    entries.splice(index, 0, { kind: "failed", code, message });
  return entries;
}

function resultOf(shape: ResultShape, entries: readonly Entry[], prompts: Fields): Fields {
  const made = entries.filter((entry) => entry.kind === "made");
  switch (shape) {
    case "video_url": {
      const [video, marked] = made;
      return {
        video_url: video?.url,
        ...(marked === undefined ? {} : { watermark_video_url: marked.url }),
        ...prompts,
      };
    }
    case "results.video_url":
      return { results: { video_url: made[0]?.url }, ...prompts };
    case "results[].url":
      return {
        results: entries.map((entry) =>
          entry.kind === "made"
            ? { ...prompts, url: entry.url }
            : { code: entry.code, message: entry.message },
        ),
        task_metrics: {
          TOTAL: entries.length,
          SUCCEEDED: made.length,
          FAILED: entries.length - made.length,
        },
      };
    case "choices[].message.content[].image":
      return {
        finished: true,
        choices: made.map(({ url }) => ({
          finish_reason: "stop",
          message: { role: "assistant", content: [{ type: "image", image: url }] },
        })),
      };
  }
}

function timesOf(generation: Generation): Fields {
  const attempt = "attempt" in generation ? generation.attempt : null;
  return {
    submit_time: beijingTime(generation.createdAt),
    ...(attempt === null ? {} : { scheduled_time: beijingTime(attempt.begunAt) }),
    ...("finishedAt" in generation ? { end_time: beijingTime(generation.finishedAt) } : {}),
  };
}

/** For what failed without a code of the provider. */
const CODES: Readonly<
  Record<Extract<Generation, { status: "failed" }>["failure"]["kind"], string>
> = {
  invalid_request: "InvalidParameter",
  content_rejected: "DataInspectionFailed",
  media_rejected: "InvalidFile",
  media_unreachable: "InvalidURL",
  rate_limited: "Throttling",
  concurrency_limited: "Throttling.Concurrency",
  quota_exhausted: "Throttling.AllocationQuota",
  arrears: "Arrearage",
  authentication: "InvalidApiKey",
  access_denied: "AccessDenied",
  configuration: "ModelNotFound",
  provider_error: "InternalError",
  network: "InternalError",
  unreadable: "InternalError",
  expired: "InternalError.FileUpload",
  unresolved: "InternalError.Timeout",
  storage: "InternalError.Upload",
  spend_limit: "BudgetLimitExceeded",
};
