import type { FindModel } from "@dashqueue/dashscope";
import { sentNameOf } from "@dashqueue/dashscope";
import type {
  AccountQuotas,
  LearnedLimits,
  LiveLimit,
  LiveLimits,
  Quotas,
} from "@dashqueue/queue/internal";
import { liveLimitsOf, reportedLimitsOf } from "@dashqueue/queue/internal";

import type { Place } from "../accounts/accounts.ts";

/** What this worker knows of limits beside its own configuration. */
export interface KnownLimits {
  /** What the provider reported to any worker, and what an operator has set. */
  of(place: Place, model: string): LearnedLimits;
  /** Reads what the workers have stored since. */
  refresh(): Promise<void>;
}

export function createKnownLimits(
  quotas: Pick<Quotas, "all">,
  liveLimits: Pick<LiveLimits, "all">,
  findModel: FindModel,
): KnownLimits {
  let known: readonly AccountQuotas[] = [];
  let live: readonly LiveLimit[] = [];
  return {
    of({ account, baseUrl }, model) {
      const here = known.find((one) => one.account === account && one.baseUrl === baseUrl);
      const reported =
        here === undefined ? null : reportedLimitsOf(here, sentNameOf(model, findModel));
      return { reported, live: liveLimitsOf(live, account) };
    },
    async refresh() {
      [known, live] = await Promise.all([quotas.all(), liveLimits.all()]);
    },
  };
}
