import { marketOf } from "@dashqueue/dashscope";
import type { CostTotal, Failure, Queued, SpendLimits } from "@dashqueue/queue/internal";
import { holdOf, spendVerdict } from "@dashqueue/queue/internal";

import type { Account } from "../accounts/accounts.ts";

/** What decides the price of a task on an account. */
export type PricedAccount = Pick<Account, "name" | "baseUrl" | "site">;

/** Whether this generation may cost more on this account than the limit of a whole day. */
export function isUnaffordable(
  { request }: Queued,
  account: PricedAccount,
  limits: SpendLimits,
): boolean {
  const hold = holdOf(request, marketOf(account));
  return spendVerdict(hold, account.name, limits, []) === "always";
}

/**
 * Why the daily spend limit keeps this generation waiting on all of these accounts; null if one of
 * them has room.
 *
 * @param today the totals of the day.
 */
export function spendNotice(
  { request }: Queued,
  accounts: readonly PricedAccount[],
  limits: SpendLimits,
  today: readonly CostTotal[],
): Failure | null {
  const holds = accounts.map((account) => ({ ...holdOf(request, marketOf(account)), account }));
  const verdicts = holds.map((hold) => spendVerdict(hold, hold.account.name, limits, today));
  if (verdicts.length === 0 || verdicts.includes("free")) return null;
  const isUnbounded = holds.every(({ amount }) => amount === null);
  const message = verdicts.includes("today")
    ? "DAILY_SPEND_LIMIT is reached for today; submission resumes after midnight UTC"
    : isUnbounded
      ? "nothing bounds what it may cost, so DAILY_SPEND_LIMIT could be exceeded; set ALLOW_UNBOUNDED_COST=true to submit it"
      : "it may cost more than DAILY_SPEND_LIMIT allows on any day; raise the limit to submit it";
  return { kind: "spend_limit", code: "", message, requestId: null, charged: false };
}

/** Why a generation gives up the slot that it kept. */
export const UNAFFORDABLE: Failure = {
  kind: "spend_limit",
  code: "",
  message: "it may cost more than DAILY_SPEND_LIMIT allows on any day",
  requestId: null,
  charged: false,
};
