import type { Effect, Fault, Operation } from "./fault.ts";

interface Preset {
  readonly on: Operation;
  readonly do: Effect;
}

const refused = (status: number, code: string, message: string): Preset => ({
  on: "create",
  do: { kind: "status", status, code, message },
});
const throttled = (code: string, message: string, headers?: Record<string, string>): Preset => ({
  on: "create",
  do: { kind: "status", status: 429, code, message, ...(headers === undefined ? {} : { headers }) },
});
const failing = (on: Operation, status: number): Preset => ({
  on,
  do: { kind: "status", status, code: "InternalError", message: "An internal error has occured." },
});
const answered = (status: number, body: string | Record<string, unknown>): Preset => ({
  on: "create",
  do: { kind: "accept-then-status", status, body },
});
const reported = (status: "PENDING" | "UNKNOWN" | "SUSPENDED" | "PRE-PROCESSING"): Preset => ({
  on: "get",
  do: { kind: "report", status },
});

/**
 * Failures of DashScope by name, taken from its documentation, its users and their bug reports. The
 * error messages are DashScope's own.
 * Source: DashScope's documentation, "错误码".
 */
const PRESETS = {
  "lost-answer": { on: "create", do: { kind: "accept-then-drop" } },
  "answer-500": answered(500, { code: "InternalError", message: "An internal error has occured." }),
  "answer-502": answered(502, "<html><body>502 Bad Gateway</body></html>"),
  "answer-504": answered(504, "<html><body>504 Gateway Time-out</body></html>"),
  /** Longer than clients wait. */
  "late-answer": { on: "create", do: { kind: "accept-then-delay", ms: 120_000 } },
  "refused-500": failing("create", 500),
  "answer-with-code": {
    on: "create",
    do: {
      kind: "status",
      status: 200,
      code: "InternalError",
      message: "An internal error has occured.",
    },
  },
  "answer-without-task": answered(200, { output: { task_status: "PENDING" } }),
  "throttled-rate": throttled(
    "Throttling.RateQuota",
    "Requests rate limit exceeded, please try again later.",
  ),
  "throttled-later": throttled(
    "Throttling.RateQuota",
    "Requests rate limit exceeded, please try again later.",
    { "retry-after": "2" },
  ),
  "throttled-burst": throttled(
    "Throttling.BurstRate",
    "Request rate increased too quickly. To ensure system stability, please adjust your client logic to scale requests more smoothly over time.",
  ),
  "throttled-concurrency": throttled("Throttling.Concurrency", "Too many concurrent requests."),
  "throttled-quota": throttled(
    "Throttling.AllocationQuota",
    "Allocated quota exceeded, please increase your quota limit.",
  ),
  "free-quota": throttled("Throttling.AllocationQuota", "Free allocated quota exceeded."),
  "plan-quota": throttled(
    "Throttling.AllocationQuota",
    "Your token-plan 1-month quota has been exhausted.",
  ),
  "query-429": {
    on: "get",
    do: {
      kind: "status",
      status: 429,
      code: "Throttling",
      message: "Requests throttling triggered.",
    },
  },
  "query-500": failing("get", 500),
  "query-504": failing("get", 504),
  "query-timeout": { on: "get", do: { kind: "delay", ms: 120_000 } },
  "query-truncated": {
    on: "get",
    do: { kind: "accept-then-status", status: 200, body: '{"output":{"task_' },
  },
  "unknown-blip": reported("UNKNOWN"),
  regress: reported("PENDING"),
  "no-result": { on: "get", do: { kind: "omit-result" } },
  "prompt-normalized": {
    on: "get",
    do: { kind: "alter-prompt", by: ["nfkc", "drop-zero-width", "collapse-white-space"] },
  },
  "prompt-cut": { on: "get", do: { kind: "alter-prompt", by: ["cut"] } },
  "fail-silently": { on: "create", do: { kind: "fail-task", code: null } },
  "stuck-pending": { on: "create", do: { kind: "stick", as: "PENDING" } },
  "stuck-running": { on: "create", do: { kind: "stick", as: "RUNNING" } },
  "list-lag": { on: "list", do: { kind: "lag", ms: 30_000 } },
  "list-empty": {
    on: "list",
    do: {
      kind: "accept-then-status",
      status: 200,
      body: { total: 0, total_page: 0, page_no: 1, page_size: 20, data: [] },
    },
  },
  "list-hole": { on: "list", do: { kind: "hide-rows", count: 1 } },
  "list-late-status": { on: "list", do: { kind: "status-lag", ms: 30_000 } },
  "list-wrong-status": { on: "list", do: { kind: "misreport", status: "SUCCEEDED" } },
  suspended: reported("SUSPENDED"),
  "pre-processing": reported("PRE-PROCESSING"),
  arrears: refused(
    400,
    "Arrearage",
    "Access denied, please make sure your account is in good standing.",
  ),
  "model-denied": refused(403, "Model.AccessDenied", "Model access denied."),
  "free-tier-only": refused(
    403,
    "AllocationQuota.FreeTierOnly",
    "The free tier of the model has been exhausted.",
  ),
  "key-revoked": {
    on: "get",
    do: {
      kind: "status",
      status: 401,
      code: "InvalidApiKey",
      message: "Invalid API-key provided.",
    },
  },
  "download-cut": { on: "download", do: { kind: "cut-download", afterBytes: 1_000 } },
  "download-slow": { on: "download", do: { kind: "slow-download", bytesPerSecond: 100_000 } },
  "download-500": failing("download", 500),
  "download-dropped": { on: "download", do: { kind: "drop" } },
  "download-stalled": { on: "download", do: { kind: "stall-download", afterBytes: 1_000 } },
  "download-drip": { on: "download", do: { kind: "slow-download", bytesPerSecond: 1 } },
  "download-html": { on: "download", do: { kind: "wrong-download", as: "html" } },
  "download-empty": { on: "download", do: { kind: "wrong-download", as: "nothing" } },
  "download-gzip": { on: "download", do: { kind: "encode-download", as: "gzip" } },
  "download-unsized": { on: "download", do: { kind: "unsized-download" } },
  "download-unsized-cut": { on: "download", do: { kind: "unsized-download", afterBytes: 1_000 } },
  "event-lost": { on: "event", do: { kind: "drop" } },
  /** Users of DashScope have measured delays of up to 90 seconds. */
  "event-late": { on: "event", do: { kind: "delay", ms: 3_000 } },
  "event-doubled": { on: "event", do: { kind: "send-twice" } },
  "event-early": { on: "event", do: { kind: "send-early" } },
} as const satisfies Readonly<Record<string, Preset>>;

/** The name of a predefined fault. */
export type PresetName = keyof typeof PRESETS;

/** The names of all predefined faults. */
export const PRESET_NAMES = Object.keys(PRESETS) as readonly PresetName[] as readonly [
  PresetName,
  ...PresetName[],
];

/** The predefined fault of this name, for the next request that it can affect. */
export function presetFault(name: PresetName): Fault {
  return PRESETS[name];
}

export function isPreset(name: string): name is PresetName {
  return Object.hasOwn(PRESETS, name);
}
