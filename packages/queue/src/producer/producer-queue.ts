import { createHash } from "node:crypto";

import type { CreateRequest, Problem } from "@dashqueue/dashscope";

import type { Generation, Queued } from "../generation/generation.ts";
import { isTerminal } from "../generation/generation.ts";
import type { Changed, GenerationStore } from "../store/generation-store.ts";
import { jobOf } from "../jobs/job.ts";
import type { Queues } from "../jobs/queues.ts";
import type { SubmissionRules } from "../submission/submission.ts";
import { readSubmission, repeatOf } from "../submission/submission.ts";
import type { UploadStore } from "../uploads/upload-store.ts";
import { problemsOfUploads } from "../uploads/upload-store.ts";

export type Enqueued =
  /** Durable, and on its way. */
  | { readonly kind: "accepted"; readonly generation: Generation }
  /** The same idempotency key and the same request as before: the generation that it made. */
  | { readonly kind: "repeated"; readonly generation: Generation }
  /** The idempotency key was used for another request. Nothing was stored. */
  | { readonly kind: "conflict"; readonly id: string }
  /** Nothing was stored; every problem is named. */
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] };

export interface EnqueueOptions {
  /** The same key and request twice make one generation, for as long as that is kept. */
  readonly idempotencyKey?: string | undefined;
  /** For this long only, milliseconds. */
  readonly forMs?: number | undefined;
}

/** The side of the queue on which generations come in. */
export interface ProducerQueue {
  readonly store: GenerationStore;
  /**
   * Checks a submission, stores the generation and enqueues its first job. Durable when it returns (G9).
   * Rejects when Redis does not answer: then it may or may not be stored, and only an idempotency key makes a repeat safe.
   */
  enqueue(submission: unknown, options?: EnqueueOptions): Promise<Enqueued>;
  /** Cancels what waits, and asks the provider to cancel what it has. The generation's `cancel` says what is true. */
  cancel(id: string): Promise<Generation | null>;
  /**
   * Settles an `uncertain` generation by what a person found out at the provider. `ignored` when it is not uncertain, or
   * the task is another generation's.
   */
  resolve(id: string, found: Resolution, by: string): Promise<Changed>;
  /** Asks the provider about the task now, and not when its turn comes. Costs nothing. */
  pollAgain(id: string): Promise<Hurried>;
  /**
   * Somebody says that this task has ended. That is a hint and no more: its poll job runs now, and asks. `missing` when no
   * generation has the task, `idle` when nobody waits for its end any more.
   */
  hint(taskId: string): Promise<Hurried>;
  /** Fetches fresh links and copies the files now. Costs nothing. */
  archiveAgain(id: string): Promise<Hurried>;
  /** Buys what an ended generation asked for once more, as a new generation. */
  regenerate(id: string, options?: EnqueueOptions): Promise<Regenerated>;
  close(): Promise<void>;
}

export type Hurried =
  | { readonly kind: "hurried"; readonly generation: Generation }
  /** There is nothing of this kind to do in its status. */
  | { readonly kind: "idle"; readonly generation: Generation }
  | { readonly kind: "missing" };

export type Regenerated =
  /** Its `estimate` is what the one that it repeats has cost, where that is known. */
  | Extract<Enqueued, { generation: Generation }>
  | Extract<Enqueued, { kind: "conflict" | "invalid" }>
  /** It has not ended: its own result may still come. */
  | { readonly kind: "open"; readonly generation: Generation }
  | { readonly kind: "missing" };

/** The task that a lost create made, or that it made none. */
export type Resolution = { readonly taskId: string } | { readonly created: false };

/** Looks at the files of a request, before it is stored, and names what is wrong with them. */
export type Preflight = (request: CreateRequest) => Promise<readonly Problem[]>;

/** What is known of the files that a request names. */
export interface MediaPorts {
  /** Where files that were handed in are; without it a request that names one is refused. */
  readonly uploads?: Pick<UploadStore, "use"> | undefined;
  readonly preflight?: Preflight | undefined;
}

export interface ProducerQueuePorts extends MediaPorts {
  readonly store: GenerationStore;
  readonly queues: Queues;
  readonly rules: SubmissionRules;
  readonly now: () => number;
  readonly newId: () => string;
}

export function createProducerQueue(ports: ProducerQueuePorts): ProducerQueue {
  const { store, queues, rules, now, newId } = ports;
  return {
    store,
    async enqueue(submission, options = {}) {
      const read = readSubmission(submission, rules, { id: newId(), now: now() });
      if (!read.ok) return { kind: "invalid", problems: read.problems };
      const problems = await look(ports, read.generation, options);
      if (problems.length > 0) return { kind: "invalid", problems };
      return accept(ports, read.generation, read.fingerprint, options);
    },
    async cancel(id) {
      const changed = await store.change(id, { kind: "cancel-requested" });
      if (changed.kind === "missing") return null;
      // The worker asks the provider: only it knows the key. Its poll job is pulled forward for that.
      if (changed.kind === "changed" || changed.generation.cancel === "requested")
        await ensureJob(ports, changed.generation);
      return changed.generation;
    },
    async resolve(id, found, by) {
      const attempt = (await store.get(id))?.attempts ?? 0;
      const changed = await store.change(
        id,
        "taskId" in found
          ? { kind: "task-adopted", attempt, taskId: found.taskId, requestId: null, by }
          : { kind: "attempt-denied", attempt, by },
      );
      if (changed.kind === "changed") await ensureJob(ports, changed.generation);
      return changed;
    },
    pollAgain: (id) => hurry(ports, id, "running"),
    async hint(taskId) {
      const [id] = await store.ownersOf([taskId]);
      const generation = id ? await store.get(id) : null;
      if (generation === null) return { kind: "missing" };
      if (generation.status !== "running" || generation.task.id !== taskId)
        return { kind: "idle", generation };
      // Before the poll, which looks for it.
      await store.hint(taskId);
      return hurry(ports, generation.id, "running");
    },
    archiveAgain: (id) => hurry(ports, id, "archiving"),
    async regenerate(id, options = {}) {
      const ended = await store.get(id);
      if (ended === null) return { kind: "missing" };
      if (!isTerminal(ended.status)) return { kind: "open", generation: ended };
      const problems = await problemsOfUploads(ports.uploads, ended.request);
      if (problems.length > 0) return { kind: "invalid", problems };
      const repeat = repeatOf(ended, { id: newId(), now: now() });
      return accept(ports, repeat, `regenerate:${id}`, options);
    },
    close: () => queues.close(),
  };
}

/** Record first, then its job: a crash in between is mended by the repair pass, or by the caller's repeat. */
async function ensureJob(
  { queues, now }: ProducerQueuePorts,
  generation: Generation,
): Promise<void> {
  const job = jobOf(generation, { pollMs: () => 0, sendMs: 1, createMs: 0, reconcileMs: 0 }, now());
  if (job !== null) await queues.ensure(job);
}

/** A request that was made before is not looked at again: its links may be gone, and its generation is there. */
async function look(
  ports: ProducerQueuePorts,
  { request }: Queued,
  { idempotencyKey: key }: EnqueueOptions,
): Promise<readonly Problem[]> {
  const isRepeated = key !== undefined && (await ports.store.isAccepted(digest(key)));
  if (isRepeated) return [];
  const problems = await problemsOfUploads(ports.uploads, request);
  return problems.length > 0 ? problems : ((await ports.preflight?.(request)) ?? []);
}

async function accept(
  ports: ProducerQueuePorts,
  fresh: Queued,
  fingerprint: string,
  { idempotencyKey: key, forMs }: EnqueueOptions,
): Promise<Exclude<Enqueued, { kind: "invalid" }>> {
  const { store } = ports;
  const accepted = await store.accept(
    fresh,
    key === undefined ? null : { key: digest(key), fingerprint, forMs },
  );
  if (accepted.kind === "repeated" && accepted.fingerprint !== fingerprint) {
    return { kind: "conflict", id: accepted.id };
  }
  const generation = accepted.kind === "repeated" ? await store.get(accepted.id) : fresh;
  if (generation === null) throw new Error("an idempotency key outlived its generation");
  if (generation.status === "queued") await ensureJob(ports, generation);
  return { kind: accepted.kind, generation };
}

async function hurry(
  ports: ProducerQueuePorts,
  id: string,
  status: Generation["status"],
): Promise<Hurried> {
  const generation = await ports.store.get(id);
  if (generation === null) return { kind: "missing" };
  if (generation.status !== status) return { kind: "idle", generation };
  await ensureJob(ports, generation);
  return { kind: "hurried", generation };
}

/** Keys of callers are of any length and content. */
function digest(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
