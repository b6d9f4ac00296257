import type { Generation } from "@dashqueue/queue/internal";

import type { Refusal } from "../refusal.ts";

type Failure = Extract<Generation, { status: "failed" }>["failure"];

/** The provider's code for a failure, or DashScope's code for its kind if the failure is ours. */
export function failureCodeOf({ code, kind }: Pick<Failure, "code" | "kind">): string {
  return code === "" ? ERRORS[kind].code : code;
}

/** The answer to a synchronous call that failed. */
export function refusalOfFailure(failure: Failure): Refusal {
  const { kind, message } = failure;
  return { status: ERRORS[kind].status, code: failureCodeOf(failure), message };
}

/** DashScope's documentation: "error codes". */
const ERRORS: Readonly<Record<Failure["kind"], Omit<Refusal, "message">>> = {
  invalid_request: { status: 400, code: "InvalidParameter" },
  content_rejected: { status: 400, code: "DataInspectionFailed" },
  media_rejected: { status: 400, code: "InvalidFile" },
  media_unreachable: { status: 400, code: "InvalidURL" },
  rate_limited: { status: 429, code: "Throttling" },
  concurrency_limited: { status: 429, code: "Throttling.Concurrency" },
  quota_exhausted: { status: 429, code: "Throttling.AllocationQuota" },
  arrears: { status: 400, code: "Arrearage" },
  authentication: { status: 401, code: "InvalidApiKey" },
  access_denied: { status: 403, code: "AccessDenied" },
  model_denied: { status: 403, code: "Model.AccessDenied" },
  configuration: { status: 404, code: "ModelNotFound" },
  provider_error: { status: 500, code: "InternalError" },
  network: { status: 500, code: "InternalError" },
  unreadable: { status: 500, code: "InternalError" },
  expired: { status: 500, code: "InternalError.FileUpload" },
  unresolved: { status: 500, code: "InternalError.Timeout" },
  storage: { status: 500, code: "InternalError.Upload" },
  download: { status: 500, code: "InternalError.FileUpload" },
  unchecked: { status: 500, code: "InternalError" },
  spend_limit: { status: 429, code: "BudgetLimitExceeded" },
  tenant_limit: { status: 429, code: "BudgetLimitExceeded" },
  deadline_exceeded: { status: 504, code: "RequestTimeOut" },
};
