/** Whether the board may do this; if not, a sentence that says why. */
export type Verdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: string };

/**
 * What can be clicked here without harm: look again, look earlier, stop and go on.
 *
 * None of it can buy a second task (G10). A job only says "look at this record", and the record refuses a second create
 * whoever asks: retrying a submit job that has done its work finds a record that has moved on, and ends.
 */
const ALLOWED: ReadonlySet<string> = new Set([
  "put /api/queues/pause",
  "put /api/queues/resume",
  "put /api/queues/:queueName/pause",
  "put /api/queues/:queueName/resume",
  "put /api/queues/:queueName/retry/:queueStatus",
  "put /api/queues/:queueName/promote",
  "put /api/queues/:queueName/:jobId/retry",
  "put /api/queues/:queueName/:jobId/promote",
]);

const REMOVAL =
  "Jobs are not removed here: a live one belongs to a generation that may be paid for, and the workers would add it again; a finished one goes by itself. To stop a generation, cancel it at the producer.";
const LIMITS =
  "Limits belong to the provider account and hold for all replicas. Set DASHSCOPE_LIMITS on the worker, or pause the queue.";
const SCHEDULERS = "No job scheduler belongs to these queues.";

const REASONS: ReadonlyMap<string, string> = new Map([
  [
    "post /api/queues/:queueName/add",
    "A job without a stored generation does nothing. POST /v1/generations on the producer makes both.",
  ],
  [
    "patch /api/queues/:queueName/:jobId/update-data",
    "The data of a job only names its generation; with other data, nobody would look at this one.",
  ],
  [
    "patch /api/queues/:queueName/:jobId/delay",
    "The worker decides when a job is due. Promote it to have it run now.",
  ],
  [
    "patch /api/queues/:queueName/:jobId/priority",
    "The priority belongs to the generation and is given when it is made.",
  ],
  ["put /api/queues/:queueName/:jobId/clean", REMOVAL],
  ["put /api/queues/:queueName/clean/:queueStatus", REMOVAL],
  ["put /api/queues/:queueName/empty", REMOVAL],
  ["put /api/queues/:queueName/obliterate", REMOVAL],
  ["put /api/queues/:queueName/:jobId/remove-unprocessed-children", "These jobs have no children."],
  ["put /api/queues/:queueName/concurrency", LIMITS],
  ["put /api/queues/:queueName/rate-limit", LIMITS],
  ["put /api/queues/:queueName/rate-limit/release", LIMITS],
  ["put /api/queues/:queueName/job-schedulers/:schedulerId/remove", SCHEDULERS],
  ["patch /api/queues/:queueName/job-schedulers/:schedulerId", SCHEDULERS],
  ["put /api/queues/:queueName/job-schedulers/:schedulerId/run", SCHEDULERS],
]);

/** Judges a request by its method and by the route of Bull Board that takes it. What is not known to be harmless is refused. */
export function judge(method: string, route: string): Verdict {
  const name = `${method} ${route}`;
  if (method === "get" || ALLOWED.has(name)) return { allowed: true };
  return { allowed: false, reason: REASONS.get(name) ?? "This board does not do that." };
}
