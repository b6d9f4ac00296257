import { estimateCost, regionOf } from "@dashqueue/dashscope";
import type { CostTotal, Failure, Queued, SpendLimits } from "@dashqueue/queue/internal";
import { spendVerdict } from "@dashqueue/queue/internal";

import type { Account } from "../accounts/accounts.ts";

/** Whether this generation may cost more on this account than may be spent there on any day. */
export function isUnaffordable(
  { request }: Queued,
  { name, baseUrl }: Pick<Account, "name" | "baseUrl">,
  limits: SpendLimits,
): boolean {
  return spendVerdict(estimateCost(request, regionOf(baseUrl)), name, limits, []) === "always";
}

/**
 * Why the daily limit lets no create of this generation go out on any of these accounts; null where one of them has room.
 *
 * @param today the totals of the day.
 */
export function spendNotice(
  { request }: Queued,
  accounts: readonly Pick<Account, "name" | "baseUrl">[],
  limits: SpendLimits,
  today: readonly CostTotal[],
): Failure | null {
  const verdicts = accounts.map(({ name, baseUrl }) =>
    spendVerdict(estimateCost(request, regionOf(baseUrl)), name, limits, today),
  );
  if (verdicts.length === 0 || verdicts.includes("free")) return null;
  const message = verdicts.includes("today")
    ? "DAILY_SPEND_LIMIT is reached for today; it goes on after midnight, UTC"
    : "it may cost more than DAILY_SPEND_LIMIT allows on any day: it is not sent before that is raised";
  return { kind: "spend_limit", code: "", message, requestId: null, charged: false };
}
