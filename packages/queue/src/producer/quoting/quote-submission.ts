import type { CreateRequest, Problem } from "@dashqueue/dashscope";
import { currencyOf, mediaUrls, withMediaUrls } from "@dashqueue/dashscope";

import { dayOf } from "../../costs/cost-totals.ts";
import type { Generation, Queued } from "../../generation/generation.ts";
import { DEFAULT_TENANT } from "../../generation/tenant-id.ts";
import type { WaitReason } from "../../generation/waiting/waiting.ts";
import { submitQueue } from "../../jobs/job.ts";
import { expectedWait } from "../../quote/expect-wait.ts";
import type { LineState } from "../../quote/expect-wait.ts";
import type { Quote } from "../../quote/quote-schema.ts";
import { quoteOf } from "../../quote/quote.ts";
import { quoteWaiting } from "../../quote/quote-waiting.ts";
import type { TenantStanding } from "../../quote/tenant-standing.ts";
import { estimateFor, readSubmission } from "../../submission/submission.ts";
import type { StoredFiles } from "../../uploads/embedded-files.ts";
import { storeEmbeddedFiles } from "../../uploads/embedded-files.ts";
import { uploadIdOf } from "../../uploads/upload-url.ts";
import { uploadsIn } from "../../uploads/upload.ts";
import type { GenerationView } from "../../view/view-schema.ts";
import type { EmbeddedFile } from "../../uploads/data-url.ts";
import type { GenerationStore } from "../../store/generation-store.ts";
import type { MediaPorts, RulesPorts } from "../accept-generation.ts";
import { mediaProblems, rulesFor } from "../accept-generation.ts";
import type { ViewsPorts } from "../views.ts";
import { pauseOf, viewsOf } from "../views.ts";

/** What decides how long a generation waits, and whether its tenant may submit it. */
export interface QuotePorts {
  lineFor(queued: Queued): Promise<LineState>;
  standingOf(tenant: string): Promise<TenantStanding>;
}

export interface QuoteSubmissionPorts extends MediaPorts, RulesPorts, ViewsPorts {
  readonly store: Pick<GenerationStore, "isAccepted" | "positionOf" | "spentBy">;
  readonly now: () => number;
  readonly newId: () => string;
  readonly quotes: QuotePorts;
}

export interface QuoteOptions {
  /** Who submits it; `default` by default. */
  readonly tenant?: string | undefined;
  /** Files that are not stored yet, by the ids of the uploads that the submission names. */
  readonly files?: ReadonlyMap<string, EmbeddedFile> | undefined;
}

export type Quoted =
  | { readonly kind: "quoted"; readonly quote: Quote }
  /** The request is invalid. Every problem is named. */
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] };

/** Validates a submission as `enqueue` does, and says what it would get. Stores nothing. */
export async function quoteSubmission(
  ports: QuoteSubmissionPorts,
  submission: unknown,
  { tenant = DEFAULT_TENANT, files = new Map() }: QuoteOptions,
): Promise<Quoted> {
  const { newId, now, storeFile, quotes } = ports;
  const rules = await rulesFor(ports, tenant);
  const at = { id: newId(), now: now(), tenant };
  const read = readSubmission(withoutDryRun(submission), rules, at);
  if (!read.ok) return { kind: "invalid", problems: read.problems };
  const { generation } = read;
  const checked: StoredFiles =
    storeFile === undefined
      ? { ok: true, request: generation.request }
      : await withoutFiles(generation, files);
  if (!checked.ok) return { kind: "invalid", problems: checked.problems };
  const request = { ...generation.request, ...checked.request };
  const problems = await mediaProblems(ports, { ...generation, request }, {});
  if (problems.length > 0) return { kind: "invalid", problems };
  const [line, standing, pausedBy, spent] = await Promise.all([
    quotes.lineFor(generation),
    quotes.standingOf(tenant),
    pauseOf(ports, generation, submitQueue(request.model)),
    ports.store.spentBy(tenant, dayOf(at.now)),
  ]);
  const estimate = estimateFor(ports.rules, request);
  const { regions: [region] = [], site } = ports.rules;
  const hold = estimate?.cost ?? { amount: null, currency: currencyOf({ region, site }) };
  const { limits: budget } = standing;
  const waiting = quoteWaiting({ generation, hold, budget, spent, pausedBy });
  return { kind: "quoted", quote: quoteOf({ generation, estimate, line, standing, waiting }) };
}

/** The view of a generation, with its place and when it gets its slot while it waits. */
export async function viewInLine(
  ports: Pick<QuoteSubmissionPorts, keyof ViewsPorts | "quotes">,
  generation: Generation,
): Promise<GenerationView> {
  const [view] = await viewsOf(ports, [generation]);
  if (view === undefined) throw new Error("a generation has a view");
  if (generation.status !== "queued" || view.waiting === null) return view;
  const { position, reason, also } = view.waiting;
  if (position === null) return view;
  // When anything else that keeps it waiting ends is unknown.
  const forSlot = reason === "slot" || (isAtOwnLimit(reason, generation) && also.length === 0);
  const eta_seconds = forSlot ? expectedWait(await ports.quotes.lineFor(generation)) : null;
  return { ...view, queue: { position, eta_seconds } };
}

/** Whether its tenant's limit of slots keeps it waiting, not a budget. */
function isAtOwnLimit(reason: WaitReason, { delayed }: Queued): boolean {
  return reason === "tenant_limit" && delayed === null;
}

function withoutDryRun(submission: unknown): unknown {
  if (typeof submission !== "object" || submission === null || Array.isArray(submission))
    return submission;
  const { dry_run: _, ...rest } = submission as Record<string, unknown>;
  return rest;
}

/**
 * The request with its own files in a form that nothing checks: they are not stored, and there is
 * no upload of them.
 */
async function withoutFiles(
  generation: Queued,
  files: NonNullable<QuoteOptions["files"]>,
): Promise<StoredFiles> {
  const named = new Set(uploadsIn(generation.request));
  const stored = await storeEmbeddedFiles(generation, files, async () => ({ kind: "added" }));
  if (!stored.ok) return stored;
  const isOwn = (id: string | null) => id !== null && (files.has(id) || !named.has(id));
  const own = mediaUrls(stored.request).filter(({ url }) => isOwn(uploadIdOf(url)));
  const unchecked = new Map(own.map(({ url }) => [url, UNCHECKED]));
  return { ok: true, request: withMediaUrls(stored.request, unchecked) satisfies CreateRequest };
}

const UNCHECKED = "data:,";
