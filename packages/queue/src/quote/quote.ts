import type { Estimate } from "@dashqueue/dashscope";

import type { Queued } from "../generation/generation.ts";
import type { TenantRefusal } from "../store/batch/accepted.ts";
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
  readonly waiting: Quote["waiting"];
}

/** What a valid submission would get. */
export function quoteOf({ generation, estimate, line, standing, waiting }: QuoteFacts): Quote {
  const { model } = generation.request;
  const { limits } = standing;
  return {
    dry_run: true,
    model,
    estimate: estimate && estimateView(estimate),
    ignored: [...generation.ignored],
    refused: refusedView(refusalOf(standing, model)),
    waiting,
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
    // When anything else than a slot ends is unknown.
    queue: { position: line.position, eta_seconds: waiting === null ? expectedWait(line) : null },
  };
}

function estimateView({ cost, basis }: Estimate): Quote["estimate"] {
  const { perUnit: per_unit, asOf: as_of, ...rest } = basis;
  return { ...cost, basis: { ...rest, per_unit, as_of } };
}

export function refusedView(refusal: TenantRefusal | null): Quote["refused"] {
  if (refusal === null) return null;
  return {
    reason: refusal.reason,
    limit: "limit" in refusal ? refusal.limit : null,
    resets_in_seconds: "resetMs" in refusal ? Math.ceil(refusal.resetMs / 1_000) : null,
  };
}
