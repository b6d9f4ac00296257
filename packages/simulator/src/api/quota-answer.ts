import type { ProviderError } from "../http/provider-error.ts";
import { invalidParameter } from "../http/provider-error.ts";
import type { Limit } from "../models/model.ts";
import { wholeNumber } from "./whole-number.ts";

type Body = Readonly<Record<string, unknown>>;

/**
 * GET /quotas, or /models/limits: the limits of each model for the account of the key.
 * Source: DashScope's documentation, "查询模型限额". No workspace has limits of its own here.
 */
export function quotaAnswer(
  models: readonly string[],
  query: URLSearchParams,
  limitOf: (model: string) => Limit,
): Body | ProviderError {
  const page = wholeNumber(query.get("page_no") ?? "1");
  const pageSize = wholeNumber(query.get("page_size") ?? "20");
  if (page === null || pageSize === null)
    return invalidParameter("page_no and page_size must be positive integers.");
  const only = query.get("model");
  const part = query.get("name") ?? "";
  const found = models.filter((id) => (only === null || id === only) && id.includes(part));
  const start = (page - 1) * pageSize;
  const quotas = found.slice(start, start + pageSize).map((id) => quotaOf(id, limitOf(id)));
  return { output: { total: found.length, page_no: page, page_size: pageSize, quotas } };
}

function quotaOf(model: string, { submitsPerSecond, maxInFlight, maxQueued }: Limit): Body {
  const periodSeconds = Number.isInteger(submitsPerSecond) ? 1 : 60;
  return {
    model,
    workspace_id: "llm-simulator",
    model_limit: {
      request_limit: Math.max(1, Math.floor(submitsPerSecond * periodSeconds)),
      request_limit_period: periodSeconds,
      usage_limit: null,
      usage_limit_field: null,
      usage_limit_period: null,
      async_user_queue_limit: maxQueued ?? null,
      async_user_concurrency_limit: maxInFlight,
    },
    workspace_limit: null,
  };
}
