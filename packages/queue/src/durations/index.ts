export { BUCKETS, bucketOf, bucketStartMs } from "./age-buckets.ts";
export type { Observed, TaskDurations } from "./task-durations.ts";
export { createTaskDurations } from "./task-durations.ts";
export type { TaskKind } from "./task-kinds.ts";
export { ALL_KINDS, isKnownKind, kindOf } from "./task-kinds.ts";
