import type { Problem } from "@dashqueue/dashscope";

import type { GenerationView } from "../view/view-schema.ts";
import type { TenantRefusal } from "../store/batch/accepted.ts";

export interface EnqueueOptions {
  /** Makes a repeat safe: the same key with the same request returns the same generation. */
  readonly idempotencyKey?: string | undefined;
  /** How long the key is kept, milliseconds; by default as long as the generation. */
  readonly forMs?: number | undefined;
  /**
   * The trace of the caller (W3C Trace Context), which the spans of the generation continue. An
   * invalid one is ignored.
   */
  readonly traceparent?: string | undefined;
}

/** The result of a submission; inside dashqueue with the record instead of the view. */
export type Enqueued<G = GenerationView> =
  /** The generation is durable, and its first job is queued. */
  | { readonly kind: "accepted"; readonly generation: G }
  /** The key and the request are the same as before; this is the generation that they made. */
  | { readonly kind: "repeated"; readonly generation: G }
  /**
   * The key was used for another request, whose generation has this id, or for one that was deleted
   * since. Nothing was stored.
   */
  | { readonly kind: "conflict"; readonly id: string; readonly isDeleted?: boolean }
  /** The request is invalid. Every problem is named, and nothing was stored. */
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] }
  /** The tenant may not submit this, or not now. Nothing was stored. */
  | { readonly kind: "refused"; readonly refusal: TenantRefusal };

/** The result of submitting a request again as a new generation. */
export type Regenerated<G = GenerationView> =
  | Enqueued<G>
  /** The generation has not ended yet, so its own result may still come. */
  | { readonly kind: "open"; readonly generation: G }
  | { readonly kind: "missing" };

/** The result of pulling a generation's next job forward. */
export type Expedited<G = GenerationView> =
  | { readonly kind: "expedited"; readonly generation: G }
  /** The generation's status leaves nothing of this kind to do. */
  | { readonly kind: "idle"; readonly generation: G }
  | { readonly kind: "missing" };

/** What a person found out about a lost create request: the task that it made, or that none. */
export type Resolution = { readonly taskId: string } | { readonly created: false };

/** The result of a resolution. */
export type Resolved<G = GenerationView> =
  | { readonly kind: "changed"; readonly generation: G }
  /** The generation is not uncertain. */
  | { readonly kind: "ignored"; readonly generation: G; readonly reason: string }
  /** The provider contradicts it. The generation can be resolved again. */
  | { readonly kind: "refused"; readonly generation: G; readonly reason: string }
  /** No worker could check it in time. It is kept, and checked as soon as one can. */
  | { readonly kind: "unchecked"; readonly generation: G }
  | { readonly kind: "missing" };
