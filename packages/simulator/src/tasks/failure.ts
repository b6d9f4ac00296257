import type { Failure } from "./task.ts";

/**
 * The messages of tasks that ended FAILED, by code.
 * Source: DashScope's documentation, "错误码"; the text of `InternalError.Timeout` is inferred.
 */
const FAILURE_MESSAGES: ReadonlyMap<string, string> = new Map([
  ["DataInspectionFailed", "Input data may contain inappropriate content."],
  [
    "InvalidParameter.DataInspection",
    "Unable to download the media resource during the data inspection process.",
  ],
  ["InvalidFile.DownloadFailed", "The audio file cannot be downloaded."],
  ["InvalidURL", "Required URL is missing or invalid, please check the request URL."],
  ["InvalidParameter", "The size is not match xxxxxx"],
  ["InternalError.Timeout", "The task gave no result within 3 hours."],
  ["InternalError.FileUpload", "oss upload error."],
  ["InternalError.Upload", "Failed to upload result."],
]);

/** A failure with this code; null is a failure without code and message. */
export function failureOfCode(code: string | null): Failure {
  if (code === null) return { code: null, message: null };
  return {
    code,
    message: FAILURE_MESSAGES.get(code) ?? "The task failed because its prompt asked for it.",
  };
}
