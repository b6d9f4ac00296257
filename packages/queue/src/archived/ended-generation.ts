import type { GenerationEvent } from "../generation/event.ts";
import { generationSchema } from "../generation/generation.ts";
import type { ArchivedRecord, Ended } from "./archived-record.ts";

/** An ended generation with its history, read from its archived record. */
export interface EndedGeneration {
  readonly generation: Ended;
  /** Oldest first. */
  readonly events: readonly GenerationEvent[];
}

/**
 * The generation of an archived record. Its view is the same as before; what only workers of an
 * open generation need is not kept.
 *
 * @throws if the record contradicts itself, such as one that succeeded without a task.
 */
export function endedGenerationOf(record: ArchivedRecord): EndedGeneration {
  const { task, attempt, output, error, webhook } = record;
  const generation = generationSchema.parse({
    ...record,
    revision: 0,
    createdAt: Date.parse(record.created_at),
    updatedAt: Date.parse(record.updated_at),
    finishedAt: Date.parse(record.finished_at),
    batch: record.batch ?? undefined,
    webhookUrl: record.webhook_url,
    webhookEvents: webhook?.events,
    dataInspection: record.data_inspection,
    failedTasks: record.failed_tasks,
    delivery: webhook
      ? {
          ...webhook,
          lastError: webhook.last_error,
          nextAt: webhook.next_at === null ? null : Date.parse(webhook.next_at),
        }
      : undefined,
    attempt: attempt && {
      ...attempt,
      begunAt: Date.parse(attempt.begun_at),
      baseUrl: attempt.base_url,
    },
    task: task && {
      ...task,
      requestId: task.request_id,
      submittedAt: Date.parse(task.submitted_at),
    },
    result: resultOf(record),
    files: output?.files.map(({ content_type: contentType, ...file }) => ({
      ...file,
      contentType,
    })),
    missing: output?.missing.map(({ index, name, ...failure }) => ({
      index,
      name,
      failure: { ...failure, requestId: null, charged: true },
    })),
    failure: error && { ...error, requestId: error.request_id },
  }) as Ended;
  const events = record.events.map((event) => ({ ...event, at: Date.parse(event.at) }));
  return { generation, events };
}

/** What the provider reported of the task. Its links have expired, or are not needed any more. */
function resultOf({ usage, cost, output, finished_at: finishedAt }: ArchivedRecord) {
  if (usage === null) return null;
  return {
    usage,
    cost: cost?.state === "settled" ? { amount: cost.amount, currency: cost.currency } : null,
    origPrompt: output?.orig_prompt ?? null,
    actualPrompt: output?.actual_prompt ?? null,
    failedEntries: output?.failed,
    expiresAt: Date.parse(finishedAt),
  };
}
