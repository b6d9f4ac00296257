import type { FailureKind } from "./failure.ts";

/** What follows from a kind of failure. */
interface FailurePolicy {
  /** Whether a retry of the same request can succeed. */
  readonly retry: boolean;
  /** What stops submitting until the cause is gone. */
  readonly pauses: "nothing" | "lane" | "account";
  /** One sentence that says what to do. */
  readonly advice: string;
}

export const FAILURE_POLICY: Readonly<Record<FailureKind, FailurePolicy>> = {
  invalid_request: policy(
    false,
    "nothing",
    "Correct the request: the message names what the provider refused.",
  ),
  content_rejected: policy(
    false,
    "nothing",
    "Change the prompt or the media: the provider's content check refused them.",
  ),
  media_rejected: policy(
    false,
    "nothing",
    "Use media that match the model's documented format, size and duration.",
  ),
  media_unreachable: policy(
    true,
    "nothing",
    "Make the media URLs publicly reachable, without a login or a redirect to one.",
  ),
  rate_limited: policy(
    true,
    "lane",
    "No action needed: submission slows down and resumes automatically.",
  ),
  concurrency_limited: policy(
    true,
    "lane",
    "No action needed, unless another system uses the account: then lower DASHSCOPE_LIMITS.",
  ),
  quota_exhausted: policy(
    false,
    "account",
    "Raise the account's quota in the provider's console, or wait until it renews.",
  ),
  arrears: policy(false, "account", "Settle the account's bill in the provider's console."),
  authentication: policy(
    false,
    "account",
    "Set DASHSCOPE_API_KEY to a valid key for the region of DASHSCOPE_HTTP_BASE_URL.",
  ),
  access_denied: policy(
    false,
    "account",
    "Activate Model Studio for the account, and give the key's workspace access to it.",
  ),
  model_denied: policy(
    false,
    "lane",
    "Open the model for the account in the provider's console: request access, or allow paid use after the free quota.",
  ),
  configuration: policy(
    false,
    "lane",
    "Check the model's name and region: names differ between regions, and models are retired.",
  ),
  provider_error: policy(true, "nothing", "Try again later: the provider had an internal error."),
  network: policy(
    true,
    "nothing",
    "Check the network connection between the worker and the provider.",
  ),
  unreadable: policy(
    true,
    "nothing",
    "Search the provider's console for the request id: the response could not be parsed.",
  ),
  expired: policy(
    false,
    "nothing",
    "Generate it again: the provider no longer has the task or its result.",
  ),
  unresolved: policy(
    false,
    "nothing",
    "Search the provider's console for the task before you pay for another one.",
  ),
  storage: policy(
    true,
    "nothing",
    "Free space in the archive, or give the worker write access to it.",
  ),
  download: policy(
    true,
    "nothing",
    "Check the network, firewall and proxy between the worker and the hosts that serve results.",
  ),
  deadline_exceeded: policy(
    false,
    "nothing",
    "Submit it again with a longer max_queue_seconds, or when fewer generations wait and nothing holds up its model.",
  ),
  unchecked: policy(
    true,
    "lane",
    "No action needed, unless it lasts: then see to what the message names.",
  ),
  spend_limit: policy(false, "account", "Raise DAILY_SPEND_LIMIT, or wait until midnight UTC."),
  tenant_limit: policy(
    false,
    "nothing",
    "Wait until the tenant's limit resets, or have an operator raise it.",
  ),
};

/** Whether a refusal stops submission until a person does something. */
export function isForPerson(kind: FailureKind): boolean {
  const { retry, pauses } = FAILURE_POLICY[kind];
  return !retry && pauses !== "nothing";
}

/** The advice for a failure; that for a failed archive depends on its code if it is a known one. */
export function adviceOf({ kind, code = "" }: { kind: FailureKind; code?: string }): string {
  const known = kind === "storage" ? STORAGE_ADVICE[code] : undefined;
  return known ?? FAILURE_POLICY[kind].advice;
}

const FREE_SPACE = "Free space in the archive.";
const GIVE_ACCESS = "Give the worker write access to the archive.";

/** By the codes of file systems and of S3. */
const STORAGE_ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: FREE_SPACE,
  EDQUOT: FREE_SPACE,
  EACCES: GIVE_ACCESS,
  EPERM: GIVE_ACCESS,
  AccessDenied: GIVE_ACCESS,
};

/** The page that explains a kind of failure: a path of the producer and of the dashboard. */
export function failureHelp(kind: FailureKind): string {
  return `/docs/operations/errors#${kind}`;
}

function policy(retry: boolean, pauses: FailurePolicy["pauses"], advice: string): FailurePolicy {
  return { retry, pauses, advice };
}
