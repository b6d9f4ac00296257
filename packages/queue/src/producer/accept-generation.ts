import { createHash } from "node:crypto";

import type { CreateRequest, Problem } from "@dashqueue/dashscope";
import { findModel as findInCatalog } from "@dashqueue/dashscope";

import type { Generation, Queued } from "../generation/generation.ts";
import { DEFAULT_TENANT } from "../generation/tenant-id.ts";
import { readTraceparent } from "../generation/traceparent.ts";
import type { Job } from "../jobs/job.ts";
import { jobOf } from "../jobs/job.ts";
import type { Before, Queues } from "../jobs/queues.ts";
import type { GenerationStore } from "../store/generation-store.ts";
import type { SubmissionRules } from "../submission/submission.ts";
import type { StoreFile } from "../uploads/embedded-files.ts";
import type { Uploads } from "../uploads/upload.ts";
import { problemsOfUploads } from "../uploads/upload.ts";
import type { Enqueued, EnqueueOptions } from "./enqueued.ts";

/** Checks the media files of a request before it is stored, and names what is wrong with them. */
export type Preflight = (request: CreateRequest, tenant: string) => Promise<readonly Problem[]>;

/** What is known about the files that a request names. */
export interface MediaPorts {
  /** The uploaded files. Without them, a request that names an upload is refused. */
  readonly uploads?: Uploads | undefined;
  readonly preflight?: Preflight | undefined;
  /** Stores the files that requests hold in base64. Without it, they stay in the record. */
  readonly storeFile?: StoreFile | undefined;
}

export interface RulesPorts extends Pick<MediaPorts, "storeFile"> {
  readonly rules: SubmissionRules;
  /** Whether a tenant has webhook secrets of its own. */
  readonly hasSecrets: (tenant: string) => Promise<boolean>;
}

/** The rules for the submissions of a tenant, or for one. Only a webhook needs a secret. */
export async function rulesFor(
  { rules, storeFile, hasSecrets }: RulesPorts,
  tenant: string,
  submission?: unknown,
): Promise<SubmissionRules> {
  const isAsked = submission === undefined || hasWebhook(submission);
  const webhooksSigned = rules.webhooksSigned || (isAsked && (await hasSecrets(tenant)));
  return { ...rules, webhooksSigned, storesFiles: storeFile !== undefined };
}

function hasWebhook(submission: unknown): boolean {
  return typeof submission === "object" && submission !== null && "webhook_url" in submission;
}

export interface JobPorts {
  readonly queues: Pick<Queues, "ensure">;
  readonly now: () => number;
}

/** Each unknown model costs every worker a connection to Redis. */
export const MAX_UNKNOWN_MODELS = 20;

/** A producer does not wait for a due time: it queues each job at once. */
const NO_DELAYS = { pollMs: () => 0, sendMs: 1, createMs: 0, reconcileMs: 0 };

/** The job of a generation that was just accepted. */
export function firstJobOf(generation: Queued, now: number): Job {
  const job = jobOf(generation, NO_DELAYS, now);
  if (job === null) throw new Error(`a ${generation.status} generation has no job`);
  return job;
}

/**
 * Queues the job that a record needs next, or pulls it forward. The record is written first: if
 * the process crashes in between, the repair pass or the caller's repeat queues the job (G5).
 */
export async function ensureJob(
  { queues, now }: JobPorts,
  generation: Generation,
  before: Before = "unknown",
): Promise<void> {
  const job = jobOf(generation, NO_DELAYS, now());
  if (job !== null) await queues.ensure(job, before);
}

/**
 * The problems of the files that a request names. A repeated request is not checked again: its
 * links may have expired, and its generation exists.
 */
export async function mediaProblems(
  {
    store,
    uploads,
    preflight,
    rules: { findModel },
  }: MediaPorts & {
    readonly store: Pick<GenerationStore, "isAccepted">;
    readonly rules: Pick<SubmissionRules, "findModel">;
  },
  generation: Queued,
  { idempotencyKey: key }: EnqueueOptions,
): Promise<readonly Problem[]> {
  const isRepeated = key !== undefined && (await store.isAccepted(ownKey(generation, key)));
  if (isRepeated) return [];
  const problems = await problemsOfUploads(uploads, generation, findModel);
  return problems.length > 0
    ? problems
    : ((await preflight?.(generation.request, generation.tenant)) ?? []);
}

export interface AcceptPorts extends JobPorts {
  readonly store: Pick<GenerationStore, "accept" | "get" | "models" | "tombstone">;
  readonly rules: Pick<SubmissionRules, "maxUnknownModels">;
}

/** Stores a generation once per idempotency key and queues its first job (G9). */
export async function acceptGeneration(
  ports: AcceptPorts,
  fresh: Queued,
  fingerprint: string,
  { idempotencyKey: key, forMs, traceparent }: EnqueueOptions,
): Promise<Enqueued<Generation>> {
  const { store } = ports;
  const idempotency = key === undefined ? null : { key: ownKey(fresh, key), fingerprint, forMs };
  const traced = inTrace(fresh, traceparent);
  const accepted = await store.accept(traced, idempotency, await mostModels(ports, fresh));
  if (accepted.kind === "refused") return accepted;
  if (accepted.kind === "too-many-models")
    return { kind: "invalid", problems: [{ path: "model", message: TOO_MANY_MODELS }] };
  if (accepted.kind === "repeated" && accepted.fingerprint !== fingerprint)
    return { kind: "conflict", id: accepted.id };
  const generation = accepted.kind === "repeated" ? await store.get(accepted.id) : traced;
  if (accepted.kind === "repeated" && (await store.tombstone(accepted.id)) !== null)
    return { kind: "conflict", id: accepted.id, isDeleted: true };
  if (generation === null)
    throw new Error("the generation of this idempotency key no longer exists: repeat the request");
  const before = accepted.kind === "accepted" ? "none" : "unknown";
  if (generation.status === "queued") await ensureJob(ports, generation, before);
  return { kind: accepted.kind, generation };
}

/** The generation in the trace of its caller, if there is one. */
export function inTrace(fresh: Queued, traceparent: string | undefined): Queued {
  const read = readTraceparent(traceparent);
  return read === undefined ? fresh : { ...fresh, traceparent: read };
}

export const TOO_MANY_MODELS =
  "is one unknown model too many: each has a queue of its own. Check the name, wait until the generations of another unknown model have ended, or ask the operator to raise DASHSCOPE_MAX_UNKNOWN_MODELS";

/** How many models there may be in all, so that the unknown ones keep their limit; null if any. */
export async function mostModels(
  { store, rules: { maxUnknownModels = MAX_UNKNOWN_MODELS } }: Pick<AcceptPorts, "store" | "rules">,
  { request: { model } }: Queued,
): Promise<number | null> {
  if (findInCatalog(model) !== undefined) return null;
  const known = (await store.models()).filter((id) => findInCatalog(id) !== undefined);
  return known.length + maxUnknownModels;
}

/**
 * Callers' keys have any length and content, and each tenant has keys of its own. Those of the
 * default one are named as in earlier versions: a repeat must not buy again (G10).
 */
export function ownKey({ tenant }: Pick<Generation, "tenant">, key: string): string {
  const digest = createHash("sha256").update(key).digest("hex");
  return tenant === DEFAULT_TENANT ? digest : `${tenant}:${digest}`;
}
