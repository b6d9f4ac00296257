import { z } from "zod";

import type { Archiving, Generation, Uncertain } from "./generation.ts";
import { STATUSES } from "./status.ts";
import { waitingOf } from "./waiting/waiting.ts";

/** The name of a change in the event log, the event stream and the log lines. */
export const EVENT_NAMES = [
  "generation-accepted",
  "upload-failed",
  "attempt-begun",
  "task-created",
  "create-delayed",
  "create-rejected",
  "create-uncertain",
  "attempt-absent",
  "attempt-unresolved",
  "attempt-denied",
  "outcome-claimed",
  "claim-refused",
  "task-adopted",
  "task-recovered",
  "task-appeared",
  "task-observed",
  "task-succeeded",
  "task-failed",
  "task-canceled",
  "files-archived",
  "files-missing",
  "files-expired",
  "expiry-near",
  "account-paused",
  "account-resumed",
  "spend-limit-reached",
  "spend-limit-lifted",
  "tenant-limit-reached",
  "tenant-limit-lifted",
  "collection-blocked",
  "collection-unblocked",
  "lane-closed",
  "lane-opened",
  "deadline-exceeded",
  "cancel-requested",
  "cancel-confirmed",
  "cancel-refused",
] as const;

export type EventName = (typeof EVENT_NAMES)[number];

const eventSchema = z.object({
  name: z.string(),
  at: z.number(),
  status: z.enum(STATUSES),
  /** What a reader needs to understand this step. Never a link or a key (G7). */
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

/** One entry of a generation's history. `id` is its position, two numbers such as `0-2`. */
export type GenerationEvent = z.infer<typeof eventSchema> & { readonly id: string };

/** @param by the person who decided it, if a person did. */
export function eventOf(
  generation: Generation,
  name: EventName,
  by?: string,
): z.infer<typeof eventSchema> {
  const lateTask = name === "task-appeared" ? lateTaskOf(generation) : undefined;
  const detail = {
    ...detailOf(generation),
    ...(by === undefined ? {} : { by }),
    ...(lateTask === undefined ? {} : { late_task: lateTask }),
  };
  return { name, at: generation.updatedAt, status: generation.status, detail };
}

function detailOf(generation: Generation): z.infer<typeof eventSchema>["detail"] {
  switch (generation.status) {
    case "queued":
      return generation.delayed === null
        ? {}
        : {
            waiting: waitingOf(generation).reason,
            reason: generation.delayed.kind,
            message: generation.delayed.message,
          };
    case "submitting":
      return { attempt: generation.attempts };
    case "uncertain":
      return {
        attempt: generation.attempts,
        message: generation.failure.message,
        ...claimOf(generation),
      };
    case "running":
      return {
        task_id: generation.task.id,
        task_status: generation.task.status,
        ...(generation.cancel === null ? {} : { cancel: generation.cancel }),
      };
    case "archiving":
      return {
        task_id: generation.task.id,
        expires_at: new Date(generation.result.expiresAt).toISOString(),
        ...missingOf(generation),
      };
    case "succeeded":
      return { files: generation.files.length, ...missingOf(generation) };
    case "failed":
      return {
        error: generation.failure.kind,
        message: generation.failure.message,
        charged: generation.failure.charged,
      };
    case "canceled":
      return {};
  }
}

/** The task that appeared last. */
function lateTaskOf({ disproven = [] }: Generation): string | undefined {
  return disproven.flatMap(({ lateTasks }) => lateTasks).at(-1);
}

function claimOf({ claim }: Uncertain): z.infer<typeof eventSchema>["detail"] {
  if (claim === null) return {};
  const { taskId, refusal } = claim;
  return { claimed_task: taskId, ...(refusal === null ? {} : { refusal }) };
}

function missingOf({ missing }: Pick<Archiving, "missing">) {
  const [first] = missing;
  return first === undefined ? {} : { missing: missing.length, reason: first.failure.message };
}

/** The first event of every generation. It is not stored, because it follows from the record. */
export function acceptedEvent({ createdAt, tenant }: Generation): z.infer<typeof eventSchema> {
  const name: EventName = "generation-accepted";
  return { name, at: createdAt, status: "queued", detail: { tenant } };
}

/** Reads an event as `eventOf` made it. */
export function readEvent(json: string, id: string): GenerationEvent {
  return { ...eventSchema.parse(JSON.parse(json)), id };
}

/** Whether an event comes after another one, by their ids. */
export function isLater(id: string, after: string): boolean {
  const [ms = 0, sequence = 0] = id.split("-").map(Number);
  const [afterMs = 0, afterSequence = 0] = after.split("-").map(Number);
  return ms > afterMs || (ms === afterMs && sequence > afterSequence);
}
