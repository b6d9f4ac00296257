import type { Cost } from "@dashqueue/dashscope";
import { retirementOf } from "@dashqueue/dashscope";

import type { RequestContext } from "../generation/request-context.ts";
import { PLAIN_CONTEXT } from "../generation/request-context.ts";
import type { Generation } from "../generation/generation.ts";
import { isTerminal } from "../generation/status.ts";
import { DEFAULT_TENANT } from "../generation/tenant-id.ts";
import type { Queues } from "../jobs/queues.ts";
import type { GenerationStore } from "../store/generation-store.ts";
import { estimateFor, readSubmission, repeatOf } from "../submission/submission.ts";
import { withoutFiles } from "../uploads/embedded-files.ts";
import { problemsOfUploads } from "../uploads/upload.ts";
import type { MediaPorts, RulesPorts } from "./accept-generation.ts";
import { acceptGeneration, ensureJob, mediaProblems, rulesFor } from "./accept-generation.ts";
import type {
  Enqueued,
  EnqueueOptions,
  Expedited,
  Regenerated,
  Resolution,
  Resolved,
} from "./enqueued.ts";
import { expedite, hintTask } from "./expedite.ts";
import type { Quoted, QuoteOptions, QuotePorts } from "./quoting/quote-submission.ts";
import { quoteSubmission, viewInLine } from "./quoting/quote-submission.ts";
import type { Redelivered, RedeliverPorts, SendWaitingPorts } from "./redeliver.ts";
import { redeliver, sendWaiting } from "./redeliver.ts";
import type { ResolveOptions } from "./resolve.ts";
import { resolve } from "./resolve.ts";
import type { GenerationView } from "../view/view-schema.ts";
import type { Deliveries } from "../webhooks/deliveries.ts";
import type { ViewsPorts } from "./views.ts";
import { viewsOf } from "./views.ts";
import type { BatchLine } from "./batches/check-lines.ts";
import type { BatchOptions, EnqueuedBatch } from "./batches/enqueue-batch.ts";
import { enqueueBatch } from "./batches/enqueue-batch.ts";

/** The options of dashqueue's own apps. */
export type SubmitOptions = EnqueueOptions & QuoteOptions;

/** The producing side of the queue, for dashqueue's own apps. */
export interface ProducerQueue {
  readonly store: GenerationStore;
  /** The view of one generation, with its place and when it gets its slot while it waits. */
  view(generation: Generation): Promise<GenerationView>;
  /** The views of generations, with what their records do not tell about why they wait. */
  views(generations: readonly Generation[]): Promise<readonly GenerationView[]>;
  /** Validates a submission as `enqueue` does, and says what it would get. Stores nothing. */
  quote(submission: unknown, options?: QuoteOptions): Promise<Quoted>;
  /**
   * Validates a submission, stores the generation and queues its first job. It is durable when
   * the promise resolves (G9). If Redis does not answer, the promise rejects; the generation may
   * or may not be stored then, and only an idempotency key makes a repeat safe.
   */
  enqueue(
    submission: unknown,
    options?: SubmitOptions,
    context?: RequestContext,
  ): Promise<Enqueued<Generation>>;
  /** Validates many submissions, and stores all of them or none. */
  enqueueBatch(lines: readonly BatchLine[], options: BatchOptions): Promise<EnqueuedBatch>;
  /**
   * Cancels a waiting generation, and asks the provider to cancel a task. The record's `cancel`
   * says what came of it. Null for an unknown id.
   *
   * @param by who asks, for the history
   */
  cancel(id: string, by?: string): Promise<Generation | null>;
  /**
   * Settles an uncertain generation by what a person found out at the provider, once a worker has
   * checked it there.
   */
  resolve(
    id: string,
    found: Resolution,
    by: string,
    options?: ResolveOptions,
  ): Promise<Resolved<Generation>>;
  /** Polls a running task now instead of when its turn comes. Costs nothing. */
  pollAgain(id: string): Promise<Expedited<Generation>>;
  /**
   * Takes a report that this task has ended. The report is only a hint: the task is polled now.
   * `missing` if no generation has the task, `idle` if it is no longer polled.
   */
  hint(taskId: string): Promise<Expedited<Generation>>;
  /** Fetches fresh links and copies the files now. Costs nothing. */
  archiveAgain(id: string): Promise<Expedited<Generation>>;
  /**
   * Submits the request of an ended generation again, as a new generation that is paid for again.
   * Its `estimate` is the first one's actual cost if that is known.
   */
  regenerate(id: string, options?: EnqueueOptions): Promise<Regenerated<Generation>>;
  /** The most that this costs, by the current prices; null if the price is unknown. */
  repeatPrice(ended: Generation): Cost | null;
  /** The latest attempts to deliver the webhook messages of a generation, oldest first. */
  attempts: Deliveries["attempts"];
  /** Sends the message of an attempt once more. */
  redeliver(id: string, n: number): Promise<Redelivered>;
  /** Sends the message about the end now if it waits for its next attempt. */
  sendWaiting(id: string, askedAt: number): Promise<Expedited<Generation>>;
  /** The clock of the queue, epoch milliseconds. */
  now(): number;
  close(): Promise<void>;
}

export interface ProducerQueuePorts extends MediaPorts, RulesPorts {
  readonly store: GenerationStore;
  readonly deliveries: RedeliverPorts["deliveries"];
  readonly endpoints: SendWaitingPorts["endpoints"];
  readonly queues: Pick<Queues, "ensure" | "addAll" | "isLive" | "isPaused" | "close">;
  readonly now: () => number;
  readonly newId: () => string;
  readonly newBatchId: () => string;
  readonly quotes: QuotePorts;
  readonly isPausedByLimits: ViewsPorts["isPausedByLimits"];
  readonly holdUps: ViewsPorts["holdUps"];
  readonly tenantHoldUps: ViewsPorts["tenantHoldUps"];
  readonly idleStages: ViewsPorts["idleStages"];
}

export function createProducerQueue(ports: ProducerQueuePorts): ProducerQueue {
  const { store, queues } = ports;
  return {
    store,
    views: (generations) => viewsOf(ports, generations),
    quote: (submission, options = {}) => quoteSubmission(ports, submission, options),
    view: (generation) => viewInLine(ports, generation),
    enqueue: (submission, options = {}, context = PLAIN_CONTEXT) =>
      enqueue(ports, submission, options, context),
    enqueueBatch: (lines, options) => enqueueBatch(ports, lines, options),
    cancel: (id, by) => cancel(ports, id, by),
    resolve: (id, found, by, options) => resolve(ports, id, found, by, options),
    pollAgain: (id) => expedite(ports, id, "running"),
    hint: (taskId) => hintTask(ports, taskId),
    archiveAgain: (id) => expedite(ports, id, "archiving"),
    regenerate: (id, options = {}) => regenerate(ports, id, options),
    repeatPrice: ({ request }) => estimateFor(ports.rules, request)?.cost ?? null,
    attempts: (id) => ports.deliveries.attempts(id),
    redeliver: (id, n) => redeliver(ports, id, n),
    sendWaiting: (id, askedAt) => sendWaiting(ports, id, askedAt),
    now: ports.now,
    close: () => queues.close(),
  };
}

async function enqueue(
  ports: ProducerQueuePorts,
  submission: unknown,
  options: SubmitOptions,
  context: RequestContext,
): Promise<Enqueued<Generation>> {
  const { newId, now } = ports;
  const { tenant = DEFAULT_TENANT } = options;
  const rules = await rulesFor(ports, tenant, submission);
  const read = readSubmission(submission, rules, { id: newId(), now: now(), tenant }, context);
  if (!read.ok) return { kind: "invalid", problems: read.problems };
  const stored = await withoutFiles(ports, read.generation, options.files);
  if (!stored.ok) return { kind: "invalid", problems: stored.problems };
  const { generation } = stored;
  const problems = await mediaProblems(ports, generation, options);
  if (problems.length > 0) return { kind: "invalid", problems };
  return acceptGeneration(ports, generation, read.fingerprint, options);
}

async function cancel(
  ports: ProducerQueuePorts,
  id: string,
  by: string | undefined,
): Promise<Generation | null> {
  const changed = await ports.store.change(id, { kind: "cancel-requested", by });
  if (changed.kind === "missing") return null;
  // Only the worker knows the API key, so its poll job asks the provider, and is pulled forward.
  if (changed.kind === "changed" || changed.generation.cancel === "requested")
    await ensureJob(ports, changed.generation);
  return changed.generation;
}

async function regenerate(
  ports: ProducerQueuePorts,
  id: string,
  options: EnqueueOptions,
): Promise<Regenerated<Generation>> {
  const ended = await ports.store.get(id);
  if (ended === null) return { kind: "missing" };
  if (!isTerminal(ended.status)) return { kind: "open", generation: ended };
  const { request } = ended;
  const now = ports.now();
  const retirement = retirementOf(request.model, now);
  const problems = [
    ...(retirement === null ? [] : [{ path: "model", message: retirement }]),
    ...(await problemsOfUploads(ports.uploads, ended, ports.rules.findModel)),
  ];
  if (problems.length > 0) return { kind: "invalid", problems };
  const repeat = repeatOf(ended, { id: ports.newId(), now });
  return acceptGeneration(ports, repeat, `regenerate:${id}`, options);
}
