import type { GenerationEvent } from "../generation/event.ts";
import type { Generation, Status } from "../generation/generation.ts";
import type { GenerationView } from "../view/view-schema.ts";
import { viewOf } from "../view/view.ts";
import type { Submission } from "../submission/submission.ts";
import type {
  Enqueued,
  EnqueueOptions,
  Expedited,
  Regenerated,
  Resolution,
  Resolved,
} from "./enqueued.ts";
import type { Quoted } from "./quoting/quote-submission.ts";
import type { AttemptView } from "../webhooks/attempt-view.ts";
import { attemptView } from "../webhooks/attempt-view.ts";
import type { Redelivered } from "./redeliver.ts";
import type { ResolveOptions } from "./resolve.ts";
import type { TenantQueue } from "./tenant-queue.ts";

/** Which generations to list. */
export interface ListFilter {
  /** One, or any of several. */
  readonly status?: Status | readonly Status[] | undefined;
  readonly model?: string | undefined;
  /** 20 by default. */
  readonly limit?: number | undefined;
  /** The id of the last generation on the page before. */
  readonly after?: string | undefined;
}

/**
 * The queue as another service sees it. Every method does what the HTTP endpoint of the same name
 * does, and rejects if Redis does not answer.
 */
export interface Producer {
  /**
   * Validates a submission, stores the generation and queues its first job. The generation is
   * durable when the promise resolves. After a rejection it may or may not be stored: repeat the
   * call with the same `idempotencyKey`.
   */
  enqueue(submission: Submission, options?: EnqueueOptions): Promise<Enqueued>;
  /** Validates a submission as `enqueue` does, and says what it would get. Stores nothing. */
  quote(submission: Submission): Promise<Quoted>;
  /** Null for an unknown id. */
  get(id: string): Promise<GenerationView | null>;
  /** Newest first. */
  list(filter?: ListFilter): Promise<readonly GenerationView[]>;
  /** The history of a generation, oldest first; with `after`, only the events after that one. */
  events(id: string, after?: string): Promise<readonly GenerationEvent[]>;
  /**
   * Cancels a waiting generation, and asks DashScope to cancel a task. The view's `cancel` says
   * what came of it. Null for an unknown id.
   */
  cancel(id: string): Promise<GenerationView | null>;
  /**
   * Settles an uncertain generation by what the person named `by` found out at DashScope, once a
   * worker has checked it there. Waits up to 15 s for the worker.
   */
  resolve(id: string, found: Resolution, by: string, options?: ResolveOptions): Promise<Resolved>;
  /** Polls a running task now instead of when its turn comes. Costs nothing. */
  pollAgain(id: string): Promise<Expedited>;
  /** Fetches fresh links and copies the files now. Costs nothing. */
  archiveAgain(id: string): Promise<Expedited>;
  /** Submits the request of an ended generation again; the new generation is paid for again. */
  regenerate(id: string, options?: EnqueueOptions): Promise<Regenerated>;
  /** The latest attempts to deliver its webhook messages, oldest first. Null for an unknown id. */
  deliveries(id: string): Promise<readonly AttemptView[] | null>;
  /** Sends the message of attempt `n` once more, with the same `webhook-id`. */
  redeliver(id: string, n: number): Promise<RedeliveredView>;
  /** Closes the connection to Redis. Generations continue without it. */
  close(): Promise<void>;
}

/** `Redelivered`, with the attempt as callers see it. */
export type RedeliveredView =
  | { readonly kind: "queued" | "forgotten"; readonly attempt: AttemptView }
  | { readonly kind: Exclude<Redelivered["kind"], "queued" | "forgotten"> };

const PAGE = 20;

/**
 * Shows generations as their views.
 *
 * @param traceparent that of a submission which names none
 */
export function producerOf(
  queue: TenantQueue,
  traceparent: () => string | undefined = () => undefined,
): Omit<Producer, "close"> {
  const traced = (options: EnqueueOptions = {}) => ({ traceparent: traceparent(), ...options });
  return {
    enqueue: async (submission, options) =>
      viewed(await queue.enqueue(submission, traced(options))),
    quote: (submission) => queue.quote(submission),
    async get(id) {
      const found = await queue.get(id);
      return found && queue.view(found);
    },
    async list({ limit = PAGE, ...filter } = {}) {
      return queue.views(await queue.list({ ...filter, limit }));
    },
    events: queue.events,
    cancel: async (id) => viewOrNull(await queue.cancel(id)),
    resolve: async (...claim) => viewed(await queue.resolve(...claim)),
    pollAgain: async (id) => viewed(await queue.pollAgain(id)),
    archiveAgain: async (id) => viewed(await queue.archiveAgain(id)),
    regenerate: async (id, options) => viewed(await queue.regenerate(id, traced(options))),
    async deliveries(id) {
      const generation = await queue.get(id);
      if (generation === null) return null;
      return (await queue.attempts(id)).map((attempt) => attemptView(generation, attempt));
    },
    async redeliver(id, n) {
      const generation = await queue.get(id);
      if (generation === null) return { kind: "missing" };
      const redelivered = await queue.redeliver(id, n);
      return "attempt" in redelivered
        ? { ...redelivered, attempt: attemptView(generation, redelivered.attempt) }
        : redelivered;
    },
  };
}

function viewOrNull(generation: Generation | null): GenerationView | null {
  return generation && viewOf(generation);
}

/** A result with its generation, if it has one, replaced by the view. */
type Viewed<R> = R extends { readonly generation: Generation }
  ? Omit<R, "generation"> & { readonly generation: GenerationView }
  : R;

function viewed<R extends object>(result: R): Viewed<R> {
  return (
    "generation" in result
      ? { ...result, generation: viewOf(result.generation as Generation) }
      : result
  ) as Viewed<R>;
}
