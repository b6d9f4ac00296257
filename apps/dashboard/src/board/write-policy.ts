import { refusalFor } from "../auth/login.ts";
import { TRANSLATIONS } from "../texts/translate.ts";
import type { User } from "../auth/users.ts";

/** Whether the board may do this; if not, a sentence that says why. */
export type Verdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: string };

/**
 * The writes that are safe: retry, promote, pause and resume.
 *
 * None of them can buy a second task (G10). A job only names a record, and the record refuses a
 * second create request from any job: a retried submit job whose work is done finds a record that
 * has moved on, and ends.
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
  "Jobs cannot be removed here. A live job belongs to a generation that may be paid for, and the workers would add it again; a finished job is removed automatically. To stop a generation, cancel it at the producer.";
const LIMITS =
  "Limits belong to the provider account and apply to all replicas. Set DASHSCOPE_LIMITS on the worker, or pause the queue.";
const SCHEDULERS = "These queues use no job schedulers.";

const REASONS: ReadonlyMap<string, string> = new Map([
  [
    "post /api/queues/:queueName/add",
    "A job without a stored generation does nothing. Create both with POST /v1/generations at the producer.",
  ],
  [
    "patch /api/queues/:queueName/:jobId/update-data",
    "The data of a job only names its generation. With other data, the generation would have no job.",
  ],
  [
    "patch /api/queues/:queueName/:jobId/delay",
    "The worker decides when a job is due. To run it now, promote it.",
  ],
  [
    "patch /api/queues/:queueName/:jobId/priority",
    "The priority belongs to the generation and is set when the generation is created.",
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

/** Lets an operator do what is known to be safe. The route is Bull Board's. */
export function checkWrite(user: User, method: string, route: string): Verdict {
  const name = `${method} ${route}`;
  const reason = ALLOWED.has(name)
    ? refusalFor(user, "operator", TRANSLATIONS.en)
    : (REASONS.get(name) ?? "This board does not support this.");
  return reason === null ? { allowed: true } : { allowed: false, reason };
}
