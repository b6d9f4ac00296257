export type { LearnedLimits } from "./model-limits.ts";
export { limitsOf, RAISE_MS } from "./model-limits.ts";
export type { PausedByLimits } from "./paused-by-limits.ts";
export { createPausedByLimits } from "./paused-by-limits.ts";
export type { AccountQuotas, Quotas, ReportedLimits } from "./quotas.ts";
export { createQuotas, reportedLimitsOf } from "./quotas.ts";
export type { LiveLimit, LiveLimits } from "./live-limits.ts";
export { createLiveLimits, liveFigures, liveLimitsOf, unknownAccount } from "./live-limits.ts";
