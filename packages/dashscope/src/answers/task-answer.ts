import { z } from "zod";

import { classify } from "../failure/classify.ts";
import type { Failure, FailureKind } from "../failure/failure.ts";
import { withoutSecrets } from "../failure/without-secrets.ts";
import type { HttpAnswer } from "../http/http-answer.ts";
import { parseBeijingTime } from "./beijing-time.ts";
import { failureOf, readEnvelope } from "./envelope.ts";
import { failedEntriesOf } from "./results/failed-entries.ts";
import type { Refusal } from "./query-refusal.ts";
import { readRefusal } from "./query-refusal.ts";
import { filesOf } from "./results/result-files.ts";
import type { Task } from "./task.ts";
import { taskStatusOf } from "./task.ts";

/** The outcome of a query for one task. */
export type TaskAnswer = { readonly kind: "task"; readonly task: Task } | Refusal;

const text = z.string().nullish().catch(null);

const taskBody = z.object({
  output: z.looseObject({
    task_id: text,
    task_status: z.string(),
    code: text,
    message: text,
    orig_prompt: text,
    actual_prompt: text,
    end_time: text,
  }),
  usage: z.record(z.string(), z.unknown()).nullish().catch(null),
});

/**
 * Some image tasks report their failure without an output (DashScope's documentation: image
 * generation, Wan 2.7), in the form of a refused query and with an undocumented status. Only kinds
 * that describe the task's own request are taken as the task's failure, because a task that is
 * taken for failed is not queried again (G10).
 */
const ABOUT_THE_REQUEST: ReadonlySet<FailureKind> = new Set([
  "invalid_request",
  "content_rejected",
  "media_rejected",
  "media_unreachable",
]);

/**
 * Reads the answer to a query for the task with this id. DashScope's documentation: "manage
 * asynchronous tasks". Never throws.
 */
export function readTaskAnswer(answer: HttpAnswer, taskId: string, now: number): TaskAnswer {
  const { status } = answer;
  const envelope = readEnvelope(answer.body);
  const isSuccess = status >= 200 && status < 300;
  if (envelope !== null && (isSuccess || status === 400)) {
    const read = taskBody.safeParse(envelope.json);
    if (read.success && isSuccess)
      return { kind: "task", task: taskOf(read.data, taskId, envelope.requestId) };
    const failure = failureOf(status, envelope, false);
    if (
      envelope.code !== null &&
      !("output" in envelope.json) &&
      ABOUT_THE_REQUEST.has(failure.kind)
    ) {
      return { kind: "task", task: { status: "FAILED", id: taskId, failure } };
    }
  }
  return readRefusal(answer, envelope, now);
}

function taskOf(body: z.infer<typeof taskBody>, id: string, requestId: string | null): Task {
  const { output } = body;
  const status = taskStatusOf(output.task_status);
  switch (status) {
    case "PENDING":
    case "RUNNING":
    case "SUSPENDED":
    case "PRE-PROCESSING":
    case "POST-PROCESSING":
    case "CANCELED":
      return { status, id };
    case "SUCCEEDED":
      return succeeded(body, id, requestId);
    case "FAILED":
      return failed(id, output, requestId);
    case null:
      return { status: "UNRECOGNIZED", id, word: output.task_status };
  }
}

function succeeded(
  { output, usage }: z.infer<typeof taskBody>,
  id: string,
  requestId: string | null,
): Task {
  const { files, otherFiles } = filesOf(output);
  const failedEntries = failedEntriesOf(output);
  const [firstFailed] = failedEntries;
  // A batch without any result has failed, whatever its status.
  if (files.length + otherFiles.length === 0 && firstFailed !== undefined)
    return failed(id, firstFailed, requestId);
  return {
    status: "SUCCEEDED",
    id,
    files,
    ...(otherFiles.length === 0 ? {} : { otherFiles }),
    ...(failedEntries.length === 0 ? {} : { failedEntries }),
    usage: usage ?? {},
    origPrompt: output.orig_prompt ?? null,
    actualPrompt: output.actual_prompt ?? null,
    endedAt: parseBeijingTime(output.end_time),
  };
}

function failed(
  id: string,
  error: {
    readonly code?: string | null | undefined;
    readonly message?: string | null | undefined;
  },
  requestId: string | null,
): Task {
  const code = error.code ?? "";
  const message = error.message ?? "the provider gave no reason for the failure of the task";
  const kind = code === "" ? "provider_error" : classify({ status: null, code, message });
  const failure: Failure = {
    kind,
    code,
    message: withoutSecrets(message),
    requestId,
    charged: false,
  };
  return { status: "FAILED", id, failure };
}
