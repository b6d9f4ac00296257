/** What kind of failure it was, independent of the provider's many error codes. */
export const FAILURE_KINDS = [
  "invalid_request",
  "content_rejected",
  "media_rejected",
  "media_unreachable",
  "rate_limited",
  "concurrency_limited",
  "quota_exhausted",
  "arrears",
  "authentication",
  /** The account or the key's workspace has no access to the service. */
  "access_denied",
  /** The account may not use this model: not approved, free quota used up, or offline. */
  "model_denied",
  /** The model is unknown at this host, retired, or requested on another model's path. */
  "configuration",
  "provider_error",
  "network",
  /** A response that cannot be parsed. */
  "unreadable",
] as const;

export type FailureKind = (typeof FAILURE_KINDS)[number];

/**
 * A failure of the provider or the network: data, not an exception. It holds no credential (G7).
 */
export interface Failure {
  readonly kind: FailureKind;
  /** The provider's own code, or "". */
  readonly code: string;
  readonly message: string;
  readonly requestId: string | null;
  /** Whether money was spent; null when that is unknown. Never a guess. */
  readonly charged: boolean | null;
}
