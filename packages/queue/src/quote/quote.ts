import type { Estimate } from "@dashqueue/dashscope";

import type { Queued } from "../generation/generation.ts";
import type { LineState } from "./expect-wait.ts";
import { expectedWait } from "./expect-wait.ts";
import type { Quote } from "./quote-schema.ts";
import type { TenantStanding } from "./tenant-standing.ts";
import { refusalOf } from "./tenant-standing.ts";

export interface QuoteFacts {
  readonly generation: Queued;
  readonly estimate: Estimate | null;
  readonly line: LineState;
  readonly standing: TenantStanding;
  /** Whether an operator has paused the queue of the model. */
  readonly isPaused: boolean;
}

/** What a valid submission would get. */
export function quoteOf({ generation, estimate, line, standing, isPaused }: QuoteFacts): Quote {
  const { model } = generation.request;
  const { limits } = standing;
  return {
    dry_run: true,
    model,
    estimate: estimate && estimateView(estimate),
    ignored: [...generation.ignored],
    refused: refusedView(standing, model),
    limits: {
      lanes: line.lanes.map(({ account, maxInFlight, inFlight }) => {
        return { account, max_in_flight: maxInFlight, in_flight: inFlight };
      }),
      tenant: {
        max_in_flight: limits.maxInFlight,
        in_flight: line.own.inFlight,
        max_queued: limits.maxQueued,
        queued: standing.queued,
        submits_per_minute: limits.submitsPerMinute,
        submitted: standing.submitted,
      },
      spending: { daily: limits.dailySpend, monthly: limits.monthlySpend },
    },
    queue: { position: line.position, eta_seconds: isPaused ? null : expectedWait(line) },
  };
}

function estimateView({ cost, basis }: Estimate): Quote["estimate"] {
  const { perUnit: per_unit, asOf: as_of, ...rest } = basis;
  return { ...cost, basis: { ...rest, per_unit, as_of } };
}

function refusedView(standing: TenantStanding, model: string): Quote["refused"] {
  const refusal = refusalOf(standing, model);
  if (refusal === null) return null;
  return {
    reason: refusal.reason,
    limit: "limit" in refusal ? refusal.limit : null,
    resets_in_seconds: "resetMs" in refusal ? Math.ceil(refusal.resetMs / 1_000) : null,
  };
}
