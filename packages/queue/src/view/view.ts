import type { Failure } from "../failure/failure.ts";
import { failureHelp } from "../failure/failure-policy.ts";
import { chargeOf } from "../generation/charge.ts";
import { submitByOf } from "../generation/deadlines.ts";
import { NO_DELIVERY } from "../generation/webhook/delivery.ts";
import type { Generation } from "../generation/generation.ts";
import { isTerminal } from "../generation/status.ts";
import { notifiesOf, webhookEventsOf } from "../generation/webhook/webhook-events.ts";
import type { GenerationView } from "./view-schema.ts";
import type { ReasonToWait } from "../generation/waiting/all-reasons.ts";
import { reasonsToWait } from "../generation/waiting/all-reasons.ts";

/**
 * @param reasons why it waits, the worst first, if more is known than its record says
 * @param position its place in the line, from 1
 */
export function viewOf(
  generation: Generation,
  reasons: readonly [ReasonToWait, ...ReasonToWait[]] | null = null,
  position: number | null = null,
): GenerationView {
  const task = "task" in generation ? generation.task : null;
  const result = "result" in generation ? generation.result : null;
  const submitBy = submitByOf(generation);
  return {
    id: generation.id,
    status: generation.status,
    tenant: generation.tenant,
    model: generation.request.model,
    request: generation.request,
    ignored: [...generation.ignored],
    priority: generation.priority,
    metadata: generation.metadata,
    created_at: iso(generation.createdAt),
    updated_at: iso(generation.updatedAt),
    finished_at: "finishedAt" in generation ? iso(generation.finishedAt) : null,
    submit_by: submitBy === null ? null : iso(submitBy),
    queue: null,
    waiting: waitingIn(generation, position, reasons),
    task: task && {
      id: task.id,
      status: task.status,
      request_id: task.requestId,
      submitted_at: iso(task.submittedAt),
      polls: task.polls,
    },
    batch: generation.batch ?? null,
    regenerates: generation.regenerates,
    attempts: generation.attempts,
    cancel: generation.cancel,
    output: outputOf(generation),
    usage: result && result.usage,
    cost: costOf(generation),
    error: errorOf(generation),
    webhook: webhookOf(generation),
  };
}

function waitingIn(
  generation: Generation,
  position: number | null,
  reasons: readonly [ReasonToWait, ...ReasonToWait[]] | null,
): GenerationView["waiting"] {
  const known = generation.status === "queued" ? reasonsToWait(generation, null, []) : null;
  const all = reasons ?? known;
  if (all === null) return null;
  const [worst, ...rest] = all;
  const { reason, since, nextTry, message, advice, help } = worst;
  const next_try = nextTry === null ? null : iso(nextTry);
  const also = rest.map((one) => {
    return { reason: one.reason, message: one.message, advice: one.advice, help: one.help };
  });
  return { reason, message, since: iso(since), position, next_try, advice, help, also };
}

function webhookOf(generation: Generation): GenerationView["webhook"] {
  if (generation.webhookUrl === null) return null;
  const { attempts, lastError, nextAt } = generation.delivery ?? NO_DELIVERY;
  const state = webhookStateOf(generation);
  return {
    state,
    events: [...webhookEventsOf(generation)],
    attempts,
    last_error: lastError,
    next_at: nextAt === null ? null : iso(nextAt),
    advice: WEBHOOK_ADVICE[state],
    help: WEBHOOK_HELP,
  };
}

function webhookStateOf(generation: Generation): WebhookState {
  const { status, delivery = NO_DELIVERY } = generation;
  if (!isTerminal(status)) return "waiting";
  if (delivery.isPaused && delivery.state === "pending") return "paused";
  return notifiesOf(generation, status) || delivery.attempts > 0 ? delivery.state : "skipped";
}

/** The page about webhooks, of the producer and of the dashboard. */
export const WEBHOOK_HELP = "/docs/webhooks";

type WebhookState = NonNullable<GenerationView["webhook"]>["state"];

const WEBHOOK_ADVICE: Readonly<Record<WebhookState, string | null>> = {
  waiting: null,
  pending: null,
  paused:
    "The endpoint failed several times in a row. Make it answer 2xx: it is probed, and then everything that waits is sent. GET /v1/webhooks/endpoints shows its state.",
  delivered: null,
  failed:
    "Nothing is sent any more. See GET /v1/generations/{id}/deliveries, and send it again with POST /v1/generations/{id}/deliveries/{n}/redeliver.",
  skipped: null,
};

function costOf(generation: Generation): GenerationView["cost"] {
  if (generation.status === "queued")
    return generation.estimate && { ...generation.estimate, state: "estimated" };
  const charge = chargeOf(generation);
  return charge?.cost ? { ...charge.cost, state: charge.state } : null;
}

function outputOf(generation: Generation): GenerationView["output"] {
  const hasFiles = "files" in generation && generation.files.length > 0;
  if (!hasFiles) return null;
  return {
    files: generation.files.map(({ name, bytes, sha256, contentType }) => ({
      name,
      url: `/v1/generations/${generation.id}/files/${encodeURIComponent(name)}`,
      bytes,
      sha256,
      content_type: contentType,
    })),
    failed: generation.result.failedEntries,
    missing: generation.missing.map(({ name, failure: { kind, code, message } }) => {
      return { name, kind, code, message };
    }),
    orig_prompt: generation.result.origPrompt,
    actual_prompt: generation.result.actualPrompt,
  };
}

/** Why the generation failed, is uncertain, or still waits. */
function errorOf(generation: Generation): GenerationView["error"] {
  const failure = failureOf(generation);
  if (failure === null) return null;
  const { kind, code, message, requestId, charged } = failure;
  return { kind, code, message, request_id: requestId, charged, help: failureHelp(kind) };
}

function failureOf(generation: Generation): Failure | null {
  switch (generation.status) {
    case "queued":
      return generation.delayed;
    case "archiving":
      return generation.missing[0]?.failure ?? null;
    case "uncertain":
    case "failed":
      return generation.failure;
    case "submitting":
    case "running":
    case "succeeded":
    case "canceled":
      return null;
  }
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
