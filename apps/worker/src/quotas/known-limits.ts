import type { FindModel } from "@dashqueue/dashscope";
import { sentNameOf } from "@dashqueue/dashscope";
import type { AccountQuotas, Quotas, ToldLimits } from "@dashqueue/queue/internal";
import { toldLimitsOf } from "@dashqueue/queue/internal";

import type { Place } from "../accounts/accounts.ts";

/** What this worker knows of the limits that any worker has read. */
export interface KnownLimits {
  /** Null for an account whose limits were not read. */
  of(place: Place, model: string): ToldLimits | null;
  /** Takes over what was read since. */
  refresh(): Promise<void>;
}

export function createKnownLimits(quotas: Pick<Quotas, "all">, findModel: FindModel): KnownLimits {
  let known: readonly AccountQuotas[] = [];
  return {
    of({ account, baseUrl }, model) {
      const here = known.find((one) => one.account === account && one.baseUrl === baseUrl);
      return here === undefined ? null : toldLimitsOf(here, sentNameOf(model, findModel));
    },
    async refresh() {
      known = await quotas.all();
    },
  };
}
