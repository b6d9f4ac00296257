/** What kind of thing went wrong: the words that callers, logs and metrics use. */
export type FailureKind =
  | "invalid_request"
  | "content_rejected"
  | "media_rejected"
  | "media_unreachable"
  | "rate_limited"
  | "concurrency_limited"
  | "quota_exhausted"
  | "arrears"
  | "authentication"
  | "access_denied"
  /** The model is unknown at this host, retired, or asked for on another model's path. */
  | "configuration"
  | "provider_error"
  | "network"
  /** An answer that nobody can read. */
  | "unreadable"
  | "expired"
  | "unresolved"
  | "storage"
  /** Our own limit of what may be spent on a day. */
  | "spend_limit";

/** Something the provider, the network or the storage did: data, not an exception. */
export interface Failure {
  readonly kind: FailureKind;
  /** The provider's own code, or "". */
  readonly code: string;
  readonly message: string;
  readonly requestId: string | null;
  /** Whether money was spent; null when nobody knows. Never a guess. */
  readonly charged: boolean | null;
}

/** What follows from a kind of failure. */
export interface FailurePolicy {
  /** The same request may be tried again, and may then succeed. */
  readonly retry: boolean;
  /** What stops submitting until it is over. */
  readonly pauses: "nothing" | "lane" | "account";
  /** One sentence that says what to do. */
  readonly advice: string;
}

export const FAILURE_POLICY: Readonly<Record<FailureKind, FailurePolicy>> = {
  invalid_request: policy(
    false,
    "nothing",
    "Correct the request; the message names what the provider refused.",
  ),
  content_rejected: policy(
    false,
    "nothing",
    "Change the prompt or the media: the provider's content check refused them.",
  ),
  media_rejected: policy(
    false,
    "nothing",
    "Use media that fits the model's documented format, size and duration.",
  ),
  media_unreachable: policy(
    true,
    "nothing",
    "Make the media URLs reachable for the provider, without login or redirects to one.",
  ),
  rate_limited: policy(true, "lane", "Nothing to do: creates slow down and go on by themselves."),
  concurrency_limited: policy(
    true,
    "lane",
    "Nothing to do, unless another system uses the account: then lower DASHSCOPE_LIMITS.",
  ),
  quota_exhausted: policy(
    false,
    "account",
    "Raise the account's quota, or wait until it is renewed.",
  ),
  arrears: policy(false, "account", "Settle the account's bill in the provider's console."),
  authentication: policy(
    false,
    "account",
    "Set DASHSCOPE_API_KEY to a valid key of the region of DASHSCOPE_HTTP_BASE_URL.",
  ),
  access_denied: policy(
    false,
    "account",
    "Give the key's workspace access to the model in the provider's console.",
  ),
  configuration: policy(
    false,
    "lane",
    "Check the model's name: it differs between regions, and models are retired.",
  ),
  provider_error: policy(true, "nothing", "Try again later: the provider failed."),
  network: policy(true, "nothing", "Check the network between the worker and the provider."),
  unreadable: policy(
    true,
    "nothing",
    "Look at the request id in the provider's console: its answer could not be read.",
  ),
  expired: policy(false, "nothing", "Generate it again: the provider no longer has it."),
  unresolved: policy(
    false,
    "nothing",
    "Look for the task in the provider's console before paying again.",
  ),
  storage: policy(
    true,
    "nothing",
    "Make room in the archive, or give the worker the right to write there.",
  ),
  spend_limit: policy(
    false,
    "account",
    "Raise DAILY_SPEND_LIMIT, or wait for the next day in UTC.",
  ),
};

function policy(retry: boolean, pauses: FailurePolicy["pauses"], advice: string): FailurePolicy {
  return { retry, pauses, advice };
}
