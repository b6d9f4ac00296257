import type { Generation } from "@dashqueue/queue/internal";

type Failure = Extract<Generation, { status: "failed" }>["failure"];

/** The provider's code for a failure, or DashScope's code for its kind if the failure is ours. */
export function failureCodeOf({ code, kind }: Pick<Failure, "code" | "kind">): string {
  return code === "" ? CODES[kind] : code;
}

const CODES: Readonly<Record<Failure["kind"], string>> = {
  invalid_request: "InvalidParameter",
  content_rejected: "DataInspectionFailed",
  media_rejected: "InvalidFile",
  media_unreachable: "InvalidURL",
  rate_limited: "Throttling",
  concurrency_limited: "Throttling.Concurrency",
  quota_exhausted: "Throttling.AllocationQuota",
  arrears: "Arrearage",
  authentication: "InvalidApiKey",
  access_denied: "AccessDenied",
  model_denied: "Model.AccessDenied",
  configuration: "ModelNotFound",
  provider_error: "InternalError",
  network: "InternalError",
  unreadable: "InternalError",
  expired: "InternalError.FileUpload",
  unresolved: "InternalError.Timeout",
  storage: "InternalError.Upload",
  download: "InternalError.FileUpload",
  unchecked: "InternalError",
  spend_limit: "BudgetLimitExceeded",
};
