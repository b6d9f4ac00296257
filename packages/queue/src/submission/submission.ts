import type {
  CreateRequest,
  Estimate,
  FindModel,
  Problem,
  Region,
  Site,
} from "@dashqueue/dashscope";
import {
  estimateOf,
  fieldsOf,
  findModel as findInCatalog,
  problemsOf,
  readRequest,
  sentenceOf,
  withoutNulls,
} from "@dashqueue/dashscope";

import type { RequestContext } from "../generation/request-context.ts";
import { PLAIN_CONTEXT } from "../generation/request-context.ts";
import { chargeOf } from "../generation/charge.ts";
import type { Generation, Queued } from "../generation/generation.ts";
import type { WebhookEvent } from "../generation/webhook/event-names.ts";
import { isDataUrl } from "../uploads/data-url.ts";
import { isUploadUrl } from "../uploads/upload-url.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { OWN_FIELDS, droppedNames, extrasSchema } from "./submission-schema.ts";
import { sizeProblem } from "./submission-size.ts";
import type { WebhookRules } from "./url-problems.ts";
import { urlProblems, webhookProblems, withUploadUrls } from "./url-problems.ts";

/** What a caller sends: DashScope's own create body, and dashqueue's additions. */
export interface Submission {
  readonly model: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  readonly priority?: number | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly webhook_url?: string | undefined;
  readonly webhook_events?: readonly WebhookEvent[] | undefined;
  /** It ends, free of charge, if it was not submitted by then. */
  readonly max_queue_seconds?: number | undefined;
}

/** The operator's rules, in addition to the provider's. */
export interface SubmissionRules extends WebhookRules {
  /** Where the workers send create requests. If empty, every region's models are accepted. */
  readonly regions?: readonly Region[] | undefined;
  /** Where the accounts are registered; by default at the site of each region. */
  readonly site?: Site | undefined;
  /** The models that exist; the catalog's by default. */
  readonly findModel?: FindModel | undefined;
  /** How many models outside the catalog may have open generations at a time; 20 by default. */
  readonly maxUnknownModels?: number | undefined;
  /**
   * Whether the files that a request holds in base64 become uploads. If so, every model accepts
   * them, because it gets a URL.
   */
  readonly storesFiles?: boolean | undefined;
}

/** What a new generation has besides what its caller sends. */
export interface NewGeneration {
  readonly id: string;
  readonly now: number;
  readonly tenant: string;
}

export type ReadSubmission =
  | { readonly ok: true; readonly generation: Queued; readonly fingerprint: string }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Validates a submission strictly, because DashScope bills some invalid requests and silently
 * truncates others. Names every problem at once. Null is absent, except in `metadata`.
 */
export function readSubmission(
  body: unknown,
  rules: SubmissionRules,
  at: NewGeneration,
  context: RequestContext = PLAIN_CONTEXT,
): ReadSubmission {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    return { ok: false, problems: [{ path: "", message: "must be a JSON object" }] };
  }
  const { storesFiles = false } = rules;
  const tooLarge = sizeProblem(body);
  if (tooLarge !== null) return { ok: false, problems: [{ path: "", message: tooLarge }] };
  const { metadata, ...fields } = body as Record<string, unknown>;
  const { model, input, parameters, ...extras } = withoutNulls(fields) as typeof fields;
  const request = readRequest(
    { model, input, ...(parameters === undefined ? {} : { parameters }) },
    {
      ...rules,
      now: at.now,
      isPlaceholder: (url) => isUploadUrl(url) || (storesFiles && isDataUrl(url)),
    },
  );
  const own = { ...extras, metadata: metadata ?? undefined };
  const read = extrasSchema.safeParse(own, { error: sentenceOf });
  const problems = [
    ...droppedNames(metadata),
    ...(request.ok ? urlProblems(request.request) : request.problems),
    ...(read.success
      ? webhookProblems(read.data, rules)
      : problemsOf(read.error.issues, fieldsIn(model, rules))),
  ];
  if (!request.ok || !read.success || problems.length > 0) return { ok: false, problems };
  const { priority, metadata: chosen, webhook_url: webhookUrl } = read.data;
  const { webhook_events: webhookEvents, max_queue_seconds: maxQueueS } = read.data;
  return {
    ok: true,
    fingerprint: fingerprintOf(body, context),
    generation: fresh(at, {
      ...context,
      request: {
        ...request.request,
        input: { ...withUploadUrls(request.request).input },
        ...copyOf(request.request.parameters),
      },
      priority,
      metadata: chosen,
      webhookUrl,
      ...(webhookEvents === null ? {} : { webhookEvents }),
      ...(maxQueueS === null ? {} : { maxQueueMs: maxQueueS * 1_000 }),
      regenerates: null,
      estimate: estimateFor(rules, request.request)?.cost ?? null,
    }),
  };
}

/** Every field of a submission with this model. */
function fieldsIn(model: unknown, { findModel = findInCatalog }: SubmissionRules) {
  const found = typeof model === "string" ? findModel(model) : undefined;
  return [...OWN_FIELDS, ...(found === undefined ? [] : fieldsOf(found.request))];
}

/** By the price in the first region that has one: the account is not chosen yet. */
export function estimateFor(
  { regions = [], site, findModel }: SubmissionRules,
  request: CreateRequest,
): Estimate | null {
  const places = regions.length > 0 ? regions : [undefined];
  const estimates = places.map((region) => estimateOf(request, { region, site }, findModel));
  return estimates.find((estimate) => estimate !== null) ?? null;
}

/** A new generation with the same request, which was validated when it was first accepted. */
export function repeatOf(ended: Generation, at: Omit<NewGeneration, "tenant">): Queued {
  const { id: regenerates, tenant, request, priority, metadata, webhookUrl } = ended;
  const { webhookEvents, maxQueueMs } = ended;
  const { ignored, workspace, dataInspection, path } = ended;
  const context: RequestContext = { ignored, workspace, dataInspection, path };
  const estimate = chargeOf(ended)?.cost ?? ended.estimate;
  return fresh(
    { ...at, tenant },
    {
      ...context,
      request,
      priority,
      metadata,
      webhookUrl,
      ...(webhookEvents === undefined ? {} : { webhookEvents }),
      ...(maxQueueMs === undefined ? {} : { maxQueueMs }),
      regenerates,
      estimate,
    },
  );
}

const FRESH = {
  status: "queued" as const,
  revision: 0,
  attempts: 0,
  failedTasks: [] as string[],
  cancel: null,
  delayed: null,
  keptSlot: null,
};

function fresh(
  { id, now, tenant }: NewGeneration,
  wanted: Omit<Queued, keyof typeof FRESH | "id" | "tenant" | "createdAt" | "updatedAt">,
): Queued {
  return { ...wanted, ...FRESH, id, tenant, createdAt: now, updatedAt: now };
}

function copyOf(parameters: Readonly<Record<string, unknown>> | undefined) {
  return parameters === undefined ? {} : { parameters: { ...parameters } };
}
