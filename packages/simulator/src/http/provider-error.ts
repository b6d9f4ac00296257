/** An error of DashScope: the HTTP status, and the flat body without its `request_id`. */
export interface ProviderError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export function invalidParameter(message: string): ProviderError {
  return { status: 400, code: "InvalidParameter", message };
}

/**
 * The errors that do not depend on the fields of a model.
 * Source: DashScope's documentation, "错误码"; for cancel, "异步任务管理 API". `pathUnknown` is inferred.
 */
export const PROVIDER_ERRORS = {
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
  rateExceeded: {
    status: 429,
    code: "Throttling.RateQuota",
    message: "Requests rate limit exceeded, please try again later.",
  },
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

export function isError(value: object): value is ProviderError {
  return "code" in value && "status" in value;
}
