import { z } from "zod";

import { failureSchema } from "../failure/failure.ts";
import { costSchema } from "../generation/attempt.ts";
import type { GenerationEvent } from "../generation/event.ts";
import type { Generation } from "../generation/generation.ts";
import { STATUSES } from "../generation/status.ts";
import { requestSchema } from "../generation/request-context.ts";
import { DEFAULT_TENANT } from "../generation/tenant-id.ts";
import { webhookEventSchema } from "../generation/webhook/event-names.ts";
import { viewOf } from "../view/view.ts";

/** A terminal record. It never changes again (G4). */
export type Ended = Extract<Generation, { readonly finishedAt: number }>;

export function isEnded(generation: Generation): generation is Ended {
  return "finishedAt" in generation;
}

const VERSION = 1;

const time = z.iso.datetime();
const reason = {
  /** A version with other kinds may have written it. */
  kind: failureSchema.shape.kind.catch("provider_error"),
  code: z.string(),
  message: z.string(),
};

/**
 * `generation.json`, which lies beside the files of an ended generation: its view for callers, and
 * what they do not see. It outlives the record in Redis and this version of dashqueue. A reader
 * ignores fields that it does not know; a field that is added later needs a default here, and the
 * version grows only when an older reader would misunderstand.
 */
export const archivedRecordSchema = z.object({
  version: z.literal(VERSION, "was written by a newer version of dashqueue: update this one"),
  id: z.string(),
  status: z.enum(["succeeded", "failed", "canceled"]),
  tenant: z.string().default(DEFAULT_TENANT),
  model: z.string(),
  ignored: z.array(z.string()),
  priority: z.int(),
  metadata: z.record(z.string(), z.string()),
  created_at: time,
  updated_at: time,
  finished_at: time,
  task: z
    .object({
      id: z.string(),
      status: z.string(),
      request_id: z.string().nullable(),
      submitted_at: time,
      polls: z.int(),
    })
    .nullable(),
  batch: z.string().nullable().default(null),
  regenerates: z.string().nullable(),
  attempts: z.int(),
  cancel: z.enum(["requested", "confirmed", "refused"]).nullable(),
  output: z
    .object({
      files: z.array(
        z.object({
          name: z.string(),
          url: z.string(),
          bytes: z.int(),
          sha256: z.string(),
          content_type: z.string(),
        }),
      ),
      failed: z.array(z.object({ index: z.int(), code: z.string(), message: z.string() })),
      missing: z.array(z.object({ index: z.int(), name: z.string(), ...reason })),
      orig_prompt: z.string().nullable(),
      actual_prompt: z.string().nullable(),
    })
    .nullable(),
  usage: z.record(z.string(), z.unknown()).nullable(),
  cost: costSchema.unwrap().extend({ state: z.string() }).nullable(),
  error: z
    .object({
      ...reason,
      request_id: z.string().nullable(),
      charged: z.boolean().nullable(),
    })
    .nullable(),
  request: requestSchema,
  webhook_url: z.string().nullable(),
  webhook: z
    .object({
      state: z.enum(["pending", "delivered", "failed"]).catch("pending"),
      attempts: z.int(),
      last_error: z.string().nullable(),
      next_at: time.nullable(),
      /** Absent from the record of an earlier version, and from one of a later one if unknown. */
      events: z.array(webhookEventSchema).optional().catch(undefined),
    })
    .nullable()
    .default(null),
  workspace: z.string().nullable(),
  data_inspection: z.string().nullable(),
  path: z.string().nullable(),
  estimate: costSchema,
  /** The last attempt: where its task was created, and the most that it could cost. */
  attempt: z
    .object({
      begun_at: time,
      account: z.string(),
      lane: z.string(),
      base_url: z.string(),
      hold: costSchema,
    })
    .nullable(),
  failed_tasks: z.array(z.string()),
  events: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      at: time,
      status: z.enum(STATUSES),
      detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    }),
  ),
});

export type ArchivedRecord = z.infer<typeof archivedRecordSchema>;

/**
 * The document of an ended generation. The caller's URLs and texts are in it as they were sent: cut
 * credentials out before it is stored (G7).
 */
export function archivedRecordOf(generation: Ended, events: readonly GenerationEvent[]) {
  const { output, ...view } = viewOf(generation);
  const { attempt } = generation;
  return {
    version: VERSION,
    ...view,
    output: output && { ...output, missing: missingOf(generation, output.missing) },
    webhook_url: generation.webhookUrl,
    workspace: generation.workspace,
    data_inspection: generation.dataInspection,
    path: generation.path,
    estimate: generation.estimate,
    attempt: attempt && {
      begun_at: iso(attempt.begunAt),
      account: attempt.account,
      lane: attempt.lane,
      base_url: attempt.baseUrl,
      hold: attempt.hold ?? null,
    },
    failed_tasks: generation.failedTasks,
    events: events.map((event) => ({ ...event, at: iso(event.at) })),
  };
}

/** The results that were lost, each with its place among all that were made. */
function missingOf(generation: Ended, missing: readonly object[]) {
  const lost = "missing" in generation ? generation.missing : [];
  return missing.map((one, index) => ({ index: lost[index]?.index, ...one }));
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
