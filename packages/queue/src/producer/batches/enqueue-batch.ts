import { createHash } from "node:crypto";

import type { Cost } from "@dashqueue/dashscope";
import { findModel as findInCatalog } from "@dashqueue/dashscope";

import { sumOf } from "../../costs/cost-totals.ts";
import type { Batch } from "../../generation/batch/batch.ts";
import type { Queued } from "../../generation/generation.ts";
import type { Queues } from "../../jobs/queues.ts";
import type { Quote } from "../../quote/quote-schema.ts";
import { refusedView } from "../../quote/quote.ts";
import type { TenantStanding } from "../../quote/tenant-standing.ts";
import { refusalOf } from "../../quote/tenant-standing.ts";
import type { TenantRefusal } from "../../store/batch/accepted.ts";
import type { EnqueueOptions } from "../enqueued.ts";
import type { AcceptPorts, RulesPorts } from "../accept-generation.ts";
import {
  firstJobOf,
  inTrace,
  mostModels,
  ownKey,
  rulesFor,
  TOO_MANY_MODELS,
} from "../accept-generation.ts";
import type { GenerationStore } from "../../store/generation-store.ts";
import type { SubmissionRules } from "../../submission/submission.ts";
import type { QuotePorts } from "../quoting/quote-submission.ts";
import type { BatchLine, BatchProblem, CheckedLine, CheckPorts } from "./check-lines.ts";
import { checkLines, storeMedia } from "./check-lines.ts";

export interface BatchOptions extends EnqueueOptions {
  readonly tenant: string;
  /** Returns the quote and stores nothing. */
  readonly isQuote?: boolean | undefined;
  /** The problems of the lines that could not be read. With any, nothing is stored. */
  readonly unread?: readonly BatchProblem[] | undefined;
}

/** What a batch would be and cost. */
export interface BatchQuote extends Pick<Batch, "count" | "estimate" | "unpriced"> {
  /** The fields that mean nothing to the model of their line, and would be left out. */
  readonly ignored: readonly { readonly line: number; readonly fields: readonly string[] }[];
  readonly refused: Quote["refused"];
}

/** The result of a batch. Unless it is accepted, nothing was stored. */
export type EnqueuedBatch =
  | { readonly kind: "accepted" | "repeated"; readonly batch: Batch }
  | { readonly kind: "quoted"; readonly quote: BatchQuote }
  /** The key was used for another batch. */
  | { readonly kind: "conflict"; readonly id: string }
  /** Every problem of every line. */
  | { readonly kind: "invalid"; readonly problems: readonly BatchProblem[] }
  | { readonly kind: "refused"; readonly refusal: TenantRefusal };

export interface BatchPorts extends CheckPorts, AcceptPorts, RulesPorts {
  readonly store: GenerationStore;
  readonly queues: Pick<Queues, "ensure" | "addAll">;
  readonly rules: SubmissionRules;
  readonly newBatchId: () => string;
  readonly quotes: Pick<QuotePorts, "standingOf">;
}

/**
 * Checks every line, then accepts all of them or none. A repeat with the same key finds the batch
 * that it made; if the first request ended before that, the repeat makes it (G9, G10).
 */
export async function enqueueBatch(
  ports: BatchPorts,
  lines: readonly BatchLine[],
  options: BatchOptions,
): Promise<EnqueuedBatch> {
  const { store, now } = ports;
  const { tenant, isQuote = false, idempotencyKey, unread = [] } = options;
  const id = ports.newBatchId();
  const rules = await rulesFor(ports, tenant);
  const read = await checkLines(rules, lines, { id, tenant, now: now() });
  const problems = [...unread, ...(read.ok ? [] : read.problems)];
  if (!read.ok || problems.length > 0) return { kind: "invalid", problems: byLine(problems) };
  const batch = batchOf(id, tenant, now(), read.checked);
  if (isQuote) {
    const refusal = refusalOfBatch(await ports.quotes.standingOf(tenant), read.checked);
    return { kind: "quoted", quote: quoteOf(batch, read.checked, refusal) };
  }

  const fingerprint = digestOf(read.checked.map((line) => line.fingerprint).join());
  const key = idempotencyKey === undefined ? null : ownKey({ tenant }, `batch:${idempotencyKey}`);
  const known = key === null ? null : await store.batchOf(key);
  if (known !== null) return repeatedBatch(ports, known, fingerprint);

  const refusal = refusalOfBatch(await ports.quotes.standingOf(tenant), read.checked);
  if (refusal !== null) return { kind: "refused", refusal };
  const stored = await storeMedia({ ...ports, rules }, read.checked);
  if (!stored.ok) return { kind: "invalid", problems: stored.problems };
  const generations = stored.generations.map((fresh) => inTrace(fresh, options.traceparent));
  const unknown = generations.find(({ request }) => findInCatalog(request.model) === undefined);
  const accepted = await store.acceptBatch({
    batch,
    generations,
    idempotency: key === null ? null : { key, fingerprint },
    unknownModels: unknownModelsOf(generations),
    mostModels: unknown === undefined ? null : await mostModels(ports, unknown),
  });
  switch (accepted.kind) {
    case "refused":
      return accepted;
    case "too-many-models":
      return { kind: "invalid", problems: [tooManyModels(read.checked)] };
    case "repeated":
      return repeatedBatch(ports, accepted, fingerprint);
    case "accepted":
      // After a crash before this, the repair pass adds the jobs (G5).
      await ports.queues.addAll(generations.map((generation) => firstJobOf(generation, now())));
      return { kind: "accepted", batch };
  }
}

async function repeatedBatch(
  { store }: Pick<BatchPorts, "store">,
  { id, fingerprint: first }: { readonly id: string; readonly fingerprint: string },
  fingerprint: string,
): Promise<EnqueuedBatch> {
  if (first !== fingerprint) return { kind: "conflict", id };
  const batch = await store.batch(id);
  if (batch === null) throw new Error("the batch of this idempotency key no longer exists");
  return { kind: "repeated", batch };
}

/** What the limits of the tenant refuse, before anything is stored for the batch. */
function refusalOfBatch(
  standing: TenantStanding,
  checked: readonly CheckedLine[],
): TenantRefusal | null {
  const models = new Set(checked.map(({ generation }) => generation.request.model));
  const refusals = [...models].map((model) => refusalOf(standing, model, checked.length));
  return refusals.find((refusal) => refusal !== null) ?? null;
}

function byLine(problems: readonly BatchProblem[]): BatchProblem[] {
  return problems.toSorted((a, b) => a.line - b.line);
}

function batchOf(
  id: string,
  tenant: string,
  createdAt: number,
  checked: readonly CheckedLine[],
): Batch {
  const estimates = checked.map(({ generation }) => generation.estimate);
  const priced = estimates.filter((cost) => cost !== null);
  const unpriced = estimates.length - priced.length;
  return { id, tenant, createdAt, count: checked.length, estimate: totalOf(priced), unpriced };
}

/** One sum for each currency. */
export function totalOf(costs: readonly Cost[]): Cost[] {
  return [...new Set(costs.map(({ currency }) => currency))].map((currency) => {
    const group = costs.filter((cost) => cost.currency === currency);
    return { amount: sumOf(group.map(({ amount }) => amount)), currency };
  });
}

function quoteOf(
  { count, estimate, unpriced }: Batch,
  checked: readonly CheckedLine[],
  refusal: TenantRefusal | null,
): BatchQuote {
  const ignored = checked
    .map(({ line, generation }) => ({ line, fields: generation.ignored }))
    .filter(({ fields }) => fields.length > 0);
  return { count, estimate, unpriced, ignored, refused: refusedView(refusal) };
}

function unknownModelsOf(generations: readonly Queued[]): ReadonlySet<string> {
  const models = generations.map(({ request }) => request.model);
  return new Set(models.filter((model) => findInCatalog(model) === undefined));
}

function tooManyModels(checked: readonly CheckedLine[]): BatchProblem {
  const isUnknown = ({ generation }: CheckedLine) =>
    findInCatalog(generation.request.model) === undefined;
  return { line: checked.find(isUnknown)?.line ?? 1, path: "model", message: TOO_MANY_MODELS };
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
