import { isDeepStrictEqual } from "node:util";

import type { FindModel, Limits } from "@dashqueue/dashscope";
import type { Pause, WorkerReport } from "@dashqueue/queue/internal";
import { limitsOf } from "@dashqueue/queue/internal";

import type { Account } from "../accounts/accounts.ts";
import type { KnownLimits } from "../quotas/known-limits.ts";

type Configured = Pick<Account, "name" | "baseUrl" | "limits" | "feedAhead">;

/** What this worker knows of the other live workers. */
export interface FleetView {
  /** Replaces what the workers reported. */
  update(reports: readonly WorkerReport[]): void;
  /** The smallest limits that any live worker has for a model on an account (G3). */
  limitsOf(account: Configured, model: string): Limits;
  /** Whether another live worker has other limits for this account. */
  hasOtherLimits(account: Configured): boolean;
  /** Why the provider refuses the API key of every live worker; null while one key works. */
  keyRefusedFor(account: string): Pause | null;
}

export function createFleetView(
  findModel: FindModel,
  knownLimits: Pick<KnownLimits, "of">,
): FleetView {
  let reports: readonly WorkerReport[] = [];
  const reported = (account: string) => reports.flatMap((report) => report[account] ?? []);
  return {
    update(next) {
      reports = next;
    },
    limitsOf(account, model) {
      const all = [account, ...reported(account.name)].map((one) => {
        const place = { account: account.name, baseUrl: one.baseUrl };
        return limitsOf(model, one, findModel, knownLimits.of(place, model));
      });
      return {
        submitsPerSecond: Math.min(...all.map(({ submitsPerSecond }) => submitsPerSecond)),
        maxInFlight: Math.min(...all.map(({ maxInFlight }) => maxInFlight)),
      };
    },
    hasOtherLimits: ({ name, baseUrl, limits, feedAhead = 0 }) =>
      reported(name).some(
        (other) =>
          !isDeepStrictEqual(
            [other.baseUrl, other.limits, other.feedAhead],
            [baseUrl, limits, feedAhead],
          ),
      ),
    keyRefusedFor(account) {
      const refusals = reported(account).map(({ keyRefused }) => keyRefused);
      return refusals.includes(null) ? null : (refusals[0] ?? null);
    },
  };
}
