import type { Failure } from "../failure/failure.ts";
import type { ChargeState } from "./charge.ts";
import { chargeOf } from "./charge.ts";
import type { Generation } from "./generation.ts";

/**
 * A generation as callers see it: over HTTP, in a webhook, in the dashboard. A field is null until
 * its value is known.
 */
export interface GenerationView {
  readonly id: string;
  readonly status: Generation["status"];
  /** The tenant that submitted it; `default` without tenants. */
  readonly tenant: string;
  readonly model: string;
  /** The fields of the request that mean nothing to the model and were left out. */
  readonly ignored: readonly string[];
  readonly priority: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly created_at: string;
  readonly updated_at: string;
  readonly finished_at: string | null;
  readonly task: {
    readonly id: string;
    readonly status: string;
    readonly request_id: string | null;
    readonly submitted_at: string;
    readonly polls: number;
  } | null;
  /** The id of the generation whose request this one submits again. */
  readonly regenerates: string | null;
  readonly attempts: number;
  readonly cancel: Generation["cancel"];
  readonly output: {
    readonly files: readonly {
      readonly name: string;
      readonly url: string;
      readonly bytes: number;
      readonly sha256: string;
      readonly content_type: string;
    }[];
    /** The results of a batch that failed, by their position among all of them. */
    readonly failed: readonly {
      readonly index: number;
      readonly code: string;
      readonly message: string;
    }[];
    /** The results that are not in the archive: not yet, or lost once the status is `succeeded`. */
    readonly missing: readonly {
      readonly name: string;
      readonly kind: Failure["kind"];
      readonly code: string;
      readonly message: string;
    }[];
    readonly orig_prompt: string | null;
    readonly actual_prompt: string | null;
  } | null;
  readonly usage: Readonly<Record<string, unknown>> | null;
  /** The most that the generation can cost; the actual cost once it is `settled`. */
  readonly cost: {
    readonly amount: string;
    readonly currency: string;
    readonly state: "estimated" | ChargeState;
  } | null;
  readonly error: {
    readonly kind: Failure["kind"];
    readonly code: string;
    readonly message: string;
    readonly request_id: string | null;
    readonly charged: boolean | null;
  } | null;
}

export function viewOf(generation: Generation): GenerationView {
  const task = "task" in generation ? generation.task : null;
  const result = "result" in generation ? generation.result : null;
  return {
    id: generation.id,
    status: generation.status,
    tenant: generation.tenant,
    model: generation.request.model,
    ignored: generation.ignored,
    priority: generation.priority,
    metadata: generation.metadata,
    created_at: iso(generation.createdAt),
    updated_at: iso(generation.updatedAt),
    finished_at: "finishedAt" in generation ? iso(generation.finishedAt) : null,
    task: task && {
      id: task.id,
      status: task.status,
      request_id: task.requestId,
      submitted_at: iso(task.submittedAt),
      polls: task.polls,
    },
    regenerates: generation.regenerates,
    attempts: generation.attempts,
    cancel: generation.cancel,
    output: outputOf(generation),
    usage: result && result.usage,
    cost: costOf(generation),
    error: errorOf(generation),
  };
}

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
  return { kind, code, message, request_id: requestId, charged };
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
