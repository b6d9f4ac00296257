import type { FailureKind } from "./failure.ts";

/** The parts of a provider's error that determine its kind. */
export interface ProviderError {
  /** HTTP status; null for the error of a failed task. */
  readonly status: number | null;
  readonly code: string;
  readonly message: string;
}

/** A kind, or how the message of the error determines it. */
type Reading = FailureKind | ((message: string) => FailureKind);

/**
 * Kinds by the prefix of the code in lower case; the first match counts. DashScope's documentation:
 * "error codes". Codes with an underscore are its OpenAI-compatible spellings.
 */
const KINDS: readonly (readonly [prefix: string, reading: Reading])[] = [
  ["throttling.allocationquota", quotaKind],
  ["throttling.concurrency", "concurrency_limited"],
  ["throttling", "rate_limited"],
  ["limitrequests", "rate_limited"],
  ["limit_requests", "rate_limited"],
  ["limit_burst_rate", "rate_limited"],
  ["resourceexhausted", "rate_limited"],
  ["ratelimiterror", "rate_limited"],
  ["insufficient_quota", quotaKind],
  ["allocationquota.freetieronly", "model_denied"],
  ["allocationquota", quotaKind],
  ["budgetlimitexceeded", "quota_exhausted"],
  ["arrearage", "arrears"],
  ["prepaidbilloverdue", "arrears"],
  ["postpaidbilloverdue", "arrears"],
  ["commoditynotpurchased", "arrears"],
  ["contain.forbidden.label.error", "arrears"],
  ["isv.out_of_service", "arrears"],
  ["invalidapikey", "authentication"],
  ["not authorized", "authentication"],
  ["invalid access token", "authentication"],
  ["endpoint.accessdenied", "configuration"],
  ["modelnotfound", "configuration"],
  ["model_not_found", "configuration"],
  ["workspacenotfound", "configuration"],
  ["accessdenied.unpurchased", "access_denied"],
  ["workspace.accessdenied", "access_denied"],
  ["accessdenied", "model_denied"],
  ["model.accessdenied", "model_denied"],
  ["app.accessdenied", "model_denied"],
  ["invalidparameter.datainspection", "media_unreachable"],
  ["invalidurl.", "media_unreachable"],
  ["invalidfile.downloadfailed", "media_unreachable"],
  ["badrequest.inputdownloadfailed", "media_unreachable"],
  ["invalidurl", "media_rejected"],
  ["invalidimage", "media_rejected"],
  ["invalidfile", "media_rejected"],
  ["invalidperson", "media_rejected"],
  ["invalidgarment", "media_rejected"],
  ["badrequest.unsupportedfileformat", "media_rejected"],
  ["datainspectionfailed", "content_rejected"],
  ["data_inspection_failed", "content_rejected"],
  ["internalerror.algo.datainspectionfailed", "content_rejected"],
  ["ipinfringementsuspect", "content_rejected"],
  ["faqruleblocked", "content_rejected"],
  ["customroleblocked", "content_rejected"],
  ["internalerror.algo.invalidparameter", parameterKind],
  ["invalidparameter", "invalid_request"],
  ["invalid_parameter_error", "invalid_request"],
  ["invalid_request_error", "invalid_request"],
  ["invalid_value", "invalid_request"],
  ["invalidschema", "invalid_request"],
  ["invalidinputlength", "invalid_request"],
  ["audio.", "invalid_request"],
  ["badrequest", "invalid_request"],
  ["unsupportedoperation", "invalid_request"],
  ["conflict", "invalid_request"],
  ["clientdisconnect", "invalid_request"],
  ["flownotpublished", "invalid_request"],
  ["internalerror", "provider_error"],
  ["internal_error", "provider_error"],
  ["systemerror", "provider_error"],
  ["modelservicefailed", "provider_error"],
  ["modelservingerror", "provider_error"],
  ["modelunavailable", "provider_error"],
  ["requesttimeout", "provider_error"],
  ["rewritefailed", "provider_error"],
];

/**
 * One code for several quotas. The free quota belongs to one model and the quota of a plan to the
 * account; tokens per second or minute pass by themselves.
 */
function quotaKind(message: string): FailureKind {
  if (/\bfree\b/i.test(message)) return "model_denied";
  return /\bplan\b.{0,40}\bquota\b/i.test(message) ? "quota_exhausted" : "rate_limited";
}

/** The algorithm reports a failed download as an invalid parameter. */
function parameterKind(message: string): FailureKind {
  return /\bdownload/i.test(message) ? "media_unreachable" : "invalid_request";
}

/**
 * The kind of a provider's error. An unknown code is classified by the HTTP status, and in a failed
 * task by its first word.
 */
export function classify({ status, code, message }: ProviderError): FailureKind {
  // Two errors of the configuration have the code of an invalid parameter.
  if (/^(url error|model not exist)/i.test(message.trim())) return "configuration";
  const spelled = code.trim().toLowerCase();
  const reading = KINDS.find(([prefix]) => spelled.startsWith(prefix))?.[1];
  if (reading !== undefined) return typeof reading === "string" ? reading : reading(message);
  if (status !== null) return byStatus(status);
  return spelled.startsWith("invalid") ? "invalid_request" : "provider_error";
}

/** An unknown refusal stops as little as possible: 403 closes the model, not the account. */
function byStatus(status: number): FailureKind {
  if (status === 401) return "authentication";
  if (status === 403) return "model_denied";
  if (status === 404) return "configuration";
  if (status === 429) return "rate_limited";
  return status >= 400 && status < 500 ? "invalid_request" : "provider_error";
}
