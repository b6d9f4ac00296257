import { z } from "zod";

import type { HttpAnswer } from "../http/http-answer.ts";
import { readEnvelope } from "../answers/envelope.ts";
import type { Refusal } from "../answers/query-refusal.ts";
import { readRefusal } from "../answers/query-refusal.ts";

/** The limits of one model for the account of the API key; null where the provider reports none. */
export interface ModelQuota {
  readonly model: string;
  /** Create requests. */
  readonly submitsPerSecond: number | null;
  /** Tasks in flight. */
  readonly maxInFlight: number | null;
  /** Tasks that wait at the provider until they may run. */
  readonly maxQueued: number | null;
}

export type QuotaAnswer =
  | {
      readonly kind: "quotas";
      readonly quotas: readonly ModelQuota[];
      /** Figures that cannot be limits, such as `wan2.6-t2v async_user_concurrency_limit`. */
      readonly absurd: readonly string[];
      /** Rows of this page, and of all pages if the provider returns it. */
      readonly rows: number;
      readonly total: number | null;
    }
  | Refusal;

/** Two of DashScope's pages disagree on the path. */
export const QUOTA_PATHS = ["/quotas", "/models/limits"] as const;
export type QuotaPath = (typeof QUOTA_PATHS)[number];

const limit = z.looseObject({}).nullish().catch(null);
const row = z.object({ model: z.string(), model_limit: limit, workspace_limit: limit });
const listed = z.object({
  output: z.object({
    quotas: z.array(row.nullable().catch(null)),
    total: z.number().int().min(0).nullish().catch(null),
  }),
});

/**
 * Reads one page of the models' limits. DashScope's documentation: "List model quotas". It was not
 * tried against the live service. Never throws.
 */
export function readQuotaAnswer(answer: HttpAnswer, now: number): QuotaAnswer {
  const envelope = readEnvelope(answer.body);
  const read = listed.safeParse(envelope?.json);
  if (answer.status !== 200 || envelope?.code !== null || !read.success)
    return readRefusal(answer, envelope, now);
  const { quotas, total } = read.data.output;
  const absurd: string[] = [];
  return {
    kind: "quotas",
    quotas: quotas.flatMap((quota) => (quota === null ? [] : [quotaOf(quota, absurd)])),
    absurd,
    rows: quotas.length,
    total: total ?? null,
  };
}

/** A workspace may have smaller limits than its account. */
function quotaOf(
  { model, model_limit: ofAccount, workspace_limit: ofWorkspace }: z.infer<typeof row>,
  absurd: string[],
): ModelQuota {
  const limits = [ofAccount, ofWorkspace].map((given) => {
    const read = (field: string, byDefault: number | null) =>
      wholeNumber(given?.[field], byDefault, () => absurd.push(`${model} ${field}`));
    const requests = read("request_limit", null);
    // The provider's own command line tool takes a missing period for a minute.
    const periodSeconds = read("request_limit_period", 60);
    const rate = requests === null || periodSeconds === null ? null : requests / periodSeconds;
    const inFlight = read("async_user_concurrency_limit", null);
    return { rate, inFlight, queued: read("async_user_queue_limit", null) };
  });
  return {
    model,
    submitsPerSecond: smallest(limits.map(({ rate }) => rate)),
    maxInFlight: smallest(limits.map(({ inFlight }) => inFlight)),
    maxQueued: smallest(limits.map(({ queued }) => queued)),
  };
}

/** A higher figure says that there is no limit, or is something else. */
const MOST = 100_000;

function wholeNumber(
  value: unknown,
  byDefault: number | null,
  isAbsurd: () => void,
): number | null {
  if (value === undefined || value === null) return byDefault;
  const number = typeof value === "string" ? Number(value) : value;
  if (typeof number === "number" && Number.isInteger(number) && number >= 1 && number <= MOST)
    return number;
  isAbsurd();
  return null;
}

function smallest(values: readonly (number | null)[]): number | null {
  const reported = values.filter((value) => value !== null);
  return reported.length === 0 ? null : Math.min(...reported);
}
