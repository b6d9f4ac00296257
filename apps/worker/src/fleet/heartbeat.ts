import type { SpendLimits, WorkerReports } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

import type { Account } from "../accounts/accounts.ts";
import type { FleetView } from "./fleet-view.ts";
import type { KeyRefusals } from "../lanes/key-refusals.ts";

export interface HeartbeatPorts {
  readonly accounts: readonly Account[];
  readonly exchange: WorkerReports["exchange"];
  readonly fleet: Pick<FleetView, "update" | "hasOtherLimits">;
  readonly keyRefusals: Pick<KeyRefusals, "pausedFor">;
  /** What the overview of the dashboard shows beside what is used. */
  readonly limits: { readonly queriesPerSecond: number; readonly dailySpend: SpendLimits };
  readonly logger: Logger;
}

/** Returns a function that exchanges reports with the other workers, and logs new differences. */
export function createHeartbeat(ports: HeartbeatPorts): () => Promise<void> {
  const { accounts, exchange, fleet, keyRefusals, logger } = ports;
  const { queriesPerSecond, dailySpend } = ports.limits;
  const reportOf = ({ name, baseUrl, limits, feedAhead = 0 }: Account) => ({
    baseUrl,
    limits,
    feedAhead,
    queryLimit: queriesPerSecond,
    dailySpend: { account: dailySpend.accounts[name] ?? {}, overall: dailySpend.overall },
    keyRefused: keyRefusals.pausedFor(name),
  });
  return async () => {
    const known = new Set(accounts.filter(fleet.hasOtherLimits));
    const own = accounts.map((account) => [account.name, reportOf(account)] as const);
    fleet.update(await exchange(Object.fromEntries(own)));
    for (const account of accounts.filter((one) => !known.has(one)))
      if (fleet.hasOtherLimits(account))
        logger.warn(
          { event: "limits-differ", account: account.name },
          "another worker has different limits for this account, the smaller ones apply. Give every worker the same DASHSCOPE_LIMITS, DASHSCOPE_FEED_AHEAD, DASHSCOPE_ACCOUNTS and DASHSCOPE_HTTP_BASE_URL.",
        );
  };
}
