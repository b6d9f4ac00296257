import type { WorkerReport } from "@dashqueue/queue/internal";

/** A limit of what may be spent on a UTC day. */
export interface DailyLimit {
  /** Null for all accounts together. */
  readonly account: string | null;
  readonly currency: string;
  readonly amount: string;
}

/** The workers should have the same ones; each counts once. */
export function dailyLimitsOf(reports: readonly WorkerReport[]): readonly DailyLimit[] {
  const limits = new Map<string, DailyLimit>();
  for (const report of reports)
    for (const [name, { dailySpend }] of Object.entries(report))
      for (const [account, amounts] of [
        [null, dailySpend?.overall ?? {}],
        [name, dailySpend?.account ?? {}],
      ] as const)
        for (const [currency, amount] of Object.entries(amounts))
          limits.set(JSON.stringify([account, currency]), { account, currency, amount });
  return [...limits.values()];
}
