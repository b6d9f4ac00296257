import type { FailureKind } from "./failure.ts";

/** The parts of a provider's error that determine its kind. */
export interface ProviderError {
  /** HTTP status; 200 for the error of a failed task. */
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/**
 * Kinds by the prefix of the code in lower case; the first match counts. DashScope's documentation:
 * "error codes". Codes with an underscore are its OpenAI-compatible spellings.
 */
const KINDS: readonly (readonly [prefix: string, kind: FailureKind])[] = [
  ["throttling.allocationquota", "quota_exhausted"],
  ["throttling.concurrency", "concurrency_limited"],
  ["throttling", "rate_limited"],
  ["limitrequests", "rate_limited"],
  ["limit_requests", "rate_limited"],
  ["limit_burst_rate", "rate_limited"],
  ["resourceexhausted", "rate_limited"],
  ["ratelimiterror", "rate_limited"],
  ["insufficient_quota", "quota_exhausted"],
  ["allocationquota", "quota_exhausted"],
  ["budgetlimitexceeded", "quota_exhausted"],
  ["arrearage", "arrears"],
  ["prepaidbilloverdue", "arrears"],
  ["postpaidbilloverdue", "arrears"],
  ["commoditynotpurchased", "arrears"],
  ["invalidapikey", "authentication"],
  ["not authorized", "authentication"],
  ["invalid access token", "authentication"],
  ["endpoint.accessdenied", "configuration"],
  ["modelnotfound", "configuration"],
  ["model_not_found", "configuration"],
  ["workspacenotfound", "configuration"],
  ["accessdenied", "access_denied"],
  ["model.accessdenied", "access_denied"],
  ["workspace.accessdenied", "access_denied"],
  ["app.accessdenied", "access_denied"],
  ["invalidparameter.datainspection", "media_unreachable"],
  ["invalidurl.", "media_unreachable"],
  ["badrequest.inputdownloadfailed", "media_unreachable"],
  ["invalidurl", "media_rejected"],
  ["invalidimage", "media_rejected"],
  ["invalidfile", "media_rejected"],
  ["badrequest.unsupportedfileformat", "media_rejected"],
  ["datainspectionfailed", "content_rejected"],
  ["data_inspection_failed", "content_rejected"],
  ["ipinfringementsuspect", "content_rejected"],
  ["faqruleblocked", "content_rejected"],
  ["customroleblocked", "content_rejected"],
  ["invalidparameter", "invalid_request"],
  ["invalidinputlength", "invalid_request"],
  ["badrequest", "invalid_request"],
  ["unsupportedoperation", "invalid_request"],
  ["conflict", "invalid_request"],
  ["internalerror", "provider_error"],
  ["internal_error", "provider_error"],
  ["systemerror", "provider_error"],
  ["modelservicefailed", "provider_error"],
  ["modelservingerror", "provider_error"],
  ["modelunavailable", "provider_error"],
  ["requesttimeout", "provider_error"],
  ["rewritefailed", "provider_error"],
];

/** The kind of a provider's error. An unknown code is classified by the HTTP status. */
export function classify({ status, code, message }: ProviderError): FailureKind {
  // Two errors of the configuration have the code of an invalid parameter.
  if (/^(url error|model not exist)/i.test(message.trim())) return "configuration";
  const spelled = code.trim().toLowerCase();
  return KINDS.find(([prefix]) => spelled.startsWith(prefix))?.[1] ?? byStatus(status);
}

function byStatus(status: number): FailureKind {
  if (status === 401) return "authentication";
  if (status === 403) return "access_denied";
  if (status === 404) return "configuration";
  if (status === 429) return "rate_limited";
  return status >= 400 && status < 500 ? "invalid_request" : "provider_error";
}
