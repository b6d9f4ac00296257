/** An error as DashScope answers it: the HTTP status, and the flat body without its `request_id`. */
export type ProviderError = {
  readonly status: number;
  readonly code: string;
  readonly message: string;
};

function invalidParameter(message: string): ProviderError {
  return { status: 400, code: "InvalidParameter", message };
}

const rateQuota: ProviderError = {
  status: 429,
  code: "Throttling.RateQuota",
  message: "Requests rate limit exceeded, please try again later.",
};

/**
 * The errors that do not depend on a model's fields.
 * Source: DashScope's documentation, "错误码"; cancel: "异步任务管理 API". `unknownPath` is inferred.
 */
export const providerErrors = {
  keyMissing: { status: 401, code: "InvalidApiKey", message: "No API-key provided." },
  keyWrong: { status: 401, code: "InvalidApiKey", message: "Invalid API-key provided." },
  notAsynchronous: {
    status: 403,
    code: "AccessDenied",
    message: "current user api does not support synchronous calls.",
  },
  bodyInvalid: invalidParameter("Required body invalid, please check the request body format."),
  bodyTooLarge: { status: 400, code: "BadRequest.TooLarge", message: "Payload Too Large" },
  modelMissing: invalidParameter("Field required: model"),
  modelUnknown: invalidParameter("Model not exist."),
  modelNotFound: { status: 404, code: "ModelNotFound", message: "Model not exist." },
  pathWrong: invalidParameter("url error, please check url！"),
  pathUnknown: { status: 404, code: "NotFound", message: "Not found." },
  inArrears: {
    status: 400,
    code: "Arrearage",
    message: "Access denied, please make sure your account is in good standing.",
  },
  rateExceeded: rateQuota,
  concurrencyExceeded: {
    status: 429,
    code: "Throttling.Concurrency",
    message: "Too many concurrent requests.",
  },
  notCancelable: {
    status: 400,
    code: "UnsupportedOperation",
    message: "Failed to cancel the task, please confirm if the task is in PENDING status.",
  },
} as const satisfies Record<string, ProviderError>;

/**
 * What is said with a code inside a task that ended FAILED.
 * Source: DashScope's documentation, "错误码"; the text of `InternalError.Timeout` is inferred.
 */
export const failureMessages: Readonly<Record<string, string>> = {
  DataInspectionFailed: "Input data may contain inappropriate content.",
  "InvalidParameter.DataInspection":
    "Unable to download the media resource during the data inspection process.",
  InvalidURL: "Required URL is missing or invalid, please check the request URL.",
  InvalidParameter: "The size is not match xxxxxx",
  "InternalError.Timeout": "The task gave no result within 3 hours.",
  "InternalError.FileUpload": "oss upload error.",
  "InternalError.Upload": "Failed to upload result.",
};
