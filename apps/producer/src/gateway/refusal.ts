/** An error in DashScope's format. DashScope's documentation: "error codes". */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** The messages are DashScope's own, except where a comment says otherwise. */
export const REFUSALS = {
  keyMissing: { status: 401, code: "InvalidApiKey", message: "No API-key provided." },
  keyWrong: { status: 401, code: "InvalidApiKey", message: "Invalid API-key provided." },
  notAsynchronous: {
    status: 403,
    code: "AccessDenied",
    message: "current user api does not support synchronous calls.",
  },
  /** The full-width exclamation mark is DashScope's. */
  wrongPath: { status: 400, code: "InvalidParameter", message: "url error, please check url！" },
  bodyInvalid: {
    status: 400,
    code: "InvalidParameter",
    message: "Required body invalid, please check the request body format.",
  },
  notCancelable: {
    status: 400,
    code: "UnsupportedOperation",
    message: "Failed to cancel the task, please confirm if the task is in PENDING status.",
  },
  /** Ours: DashScope's is not documented. */
  unknownPath: { status: 404, code: "NotFound", message: "There is no endpoint at this path." },
} as const satisfies Record<string, Refusal>;

export function invalidParameter(message: string): Refusal {
  return { status: 400, code: "InvalidParameter", message };
}

/** The refusal for an HTTP status of ours, with our message after DashScope's fixed one. */
export function refusalOf(status: number, message: string): Refusal {
  if (status === 413) return { status: 400, code: "BadRequest.TooLarge", message };
  if (status === 403) return { status, code: "AccessDenied", message };
  // The prefix shows clients that a retry can help.
  if (status === 429) return { status, code: "Throttling.RateQuota", message };
  if (status === 503) return { status, code: "ModelUnavailable", message };
  if (status >= 500) return { status, code: "InternalError", message };
  const { code, message: fixed } = REFUSALS.bodyInvalid;
  return { status, code, message: `${fixed} ${message}`.trim() };
}
