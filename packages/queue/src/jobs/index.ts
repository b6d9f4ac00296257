export type { Delays, Job, JobData, SharedQueue, Stage } from "./job.ts";
export {
  jobOf,
  nextStageOf,
  RESUBMIT_QUEUE,
  SHARED_QUEUES,
  STAGES,
  submitQueue,
  TASK_LIFE_MS,
  waitingJob,
} from "./job.ts";
export type { Before, Queues } from "./queues.ts";
export { openQueues } from "./queues.ts";
export { LIST_NOT_READ, LIST_UNREAD, messageJob } from "./job.ts";
