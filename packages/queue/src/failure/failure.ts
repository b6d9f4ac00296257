import { FAILURE_KINDS as PROVIDER_FAILURE_KINDS } from "@dashqueue/dashscope";
import { z } from "zod";

/** Failures that the provider does not report itself. */
const OWN_FAILURE_KINDS = [
  /** The provider no longer has the task or its result files. */
  "expired",
  /** The outcome of a create request is unknown and could not be found out. */
  "unresolved",
  /** The archive cannot store a result file. */
  "storage",
  /** A result file cannot be downloaded. */
  "download",
  /** The daily spend limit is reached. */
  "spend_limit",
  /** The tenant has reached one of its own limits. */
  "tenant_limit",
  /** It was not submitted within its `max_queue_seconds`. */
  "deadline_exceeded",
  /** Redis may have forgotten tasks, and they were not compared with the provider's yet. */
  "unchecked",
] as const;

/** A failure of the provider, the network or dashqueue itself, as records and webhooks carry it. */
export const failureSchema = z.object({
  /** The word that callers, logs and metrics use. */
  kind: z.enum([...PROVIDER_FAILURE_KINDS, ...OWN_FAILURE_KINDS]),
  /** The provider's own code, or "". */
  code: z.string(),
  message: z.string(),
  requestId: z.string().nullable(),
  /** Whether money was spent; null when that is unknown. Never a guess. */
  charged: z.boolean().nullable(),
});

/** Data, not an exception. Every failure of `@dashqueue/dashscope` is one. */
export type Failure = Readonly<z.infer<typeof failureSchema>>;

export type FailureKind = Failure["kind"];
