import { z } from "zod";

import type { HttpAnswer, Refusal } from "./body.ts";
import { failureOf, readEnvelope, readRefusal } from "./body.ts";
import type { FailedEntry } from "../failure/failed-entries.ts";
import { failedEntriesOf } from "../failure/failed-entries.ts";
import type { Failure, FailureKind } from "../failure/failure.ts";
import { classify } from "../failure/failure-table.ts";
import { withoutSecrets } from "./provider-text.ts";
import type { ResultFile } from "./result-files.ts";
import { filesOf } from "./result-files.ts";
import { parseBeijingTime } from "./time.ts";

/** What the provider counted, as it came. */
export type Usage = Readonly<Record<string, unknown>>;

/** A task as the provider sees it. A status word that nobody knows is `UNRECOGNIZED`, never quietly one that is known. */
export type Task =
  | { readonly status: "PENDING" | "RUNNING"; readonly id: string }
  | {
      readonly status: "SUCCEEDED";
      readonly id: string;
      /** Empty when the provider names none. */
      readonly files: readonly ResultFile[];
      /** Those of several results that were not made, where there are any. */
      readonly failedEntries?: readonly FailedEntry[];
      readonly usage: Usage;
      readonly origPrompt: string | null;
      readonly actualPrompt: string | null;
      readonly endedAt: number | null;
    }
  | { readonly status: "FAILED"; readonly id: string; readonly failure: Failure }
  | { readonly status: "CANCELED"; readonly id: string }
  | { readonly status: "UNRECOGNIZED"; readonly id: string; readonly word: string };

/** What became of a query for a task. */
export type TaskAnswer = { readonly kind: "task"; readonly task: Task } | Refusal;

const text = z.string().nullish().catch(null);

const answered = z.object({
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
 * Some image tasks say that they failed without an output (DashScope's documentation: image generation, Wan 2.7), in the same
 * words in which a query is refused, and under a status that is not documented. Only what can be wrong with the task's own
 * request is believed to be the task's: one that is taken for failed is not asked for again (G10).
 */
const ABOUT_THE_REQUEST: ReadonlySet<FailureKind> = new Set([
  "invalid_request",
  "content_rejected",
  "media_rejected",
  "media_unreachable",
]);

/** Reads the HTTP answer to a query for the task with this id. Total. */
export function readTaskAnswer(answer: HttpAnswer, taskId: string, now: number): TaskAnswer {
  const { status } = answer;
  const envelope = readEnvelope(answer.body);
  const isSuccess = status >= 200 && status < 300;
  if (envelope !== null && (isSuccess || status === 400)) {
    const read = answered.safeParse(envelope.json);
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

function taskOf(
  { output, usage }: z.infer<typeof answered>,
  id: string,
  requestId: string | null,
): Task {
  const { task_status: word } = output;
  const failedEntries = failedEntriesOf(output);
  switch (word) {
    case "PENDING":
    case "RUNNING":
    case "CANCELED":
      return { status: word, id };
    case "SUCCEEDED": {
      const files = filesOf(output);
      const [firstFailed] = failedEntries;
      // A batch of which nothing was made has failed, whatever it is called.
      if (files.length === 0 && firstFailed !== undefined)
        return failed(id, firstFailed, requestId);
      return {
        status: word,
        id,
        files,
        ...(failedEntries.length === 0 ? {} : { failedEntries }),
        usage: usage ?? {},
        origPrompt: output.orig_prompt ?? null,
        actualPrompt: output.actual_prompt ?? null,
        endedAt: parseBeijingTime(output.end_time),
      };
    }
    case "FAILED":
      return failed(id, output, requestId);
    default:
      return { status: "UNRECOGNIZED", id, word };
  }
}

function failed(
  id: string,
  said: { readonly code?: string | null | undefined; readonly message?: string | null | undefined },
  requestId: string | null,
): Task {
  const code = said.code ?? "";
  const message = said.message ?? "the provider does not say why the task failed";
  const kind = code === "" ? "provider_error" : classify({ status: 200, code, message });
  const failure: Failure = {
    kind,
    code,
    message: withoutSecrets(message),
    requestId,
    charged: false,
  };
  return { status: "FAILED", id, failure };
}
