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
  const accounts = reports.flatMap((report) => Object.entries(report));
  const limits = accounts.flatMap(([name, { dailySpend }]) =>
    limitsIn(null, dailySpend?.overall).concat(limitsIn(name, dailySpend?.account)),
  );
  const keyOf = ({ account, currency }: DailyLimit) => JSON.stringify([account, currency]);
  return [...new Map(limits.map((limit) => [keyOf(limit), limit])).values()];
}

function limitsIn(
  account: string | null,
  amounts: Readonly<Record<string, string>> = {},
): DailyLimit[] {
  return Object.entries(amounts).map(([currency, amount]) => ({ account, currency, amount }));
}
