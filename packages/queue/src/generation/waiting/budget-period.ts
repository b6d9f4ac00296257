/** The limits of a tenant's spending, as the admin API names them. */
export const BUDGET_NAMES = ["daily_spend", "monthly_spend"] as const;
export type BudgetName = (typeof BUDGET_NAMES)[number];

/** When the UTC day or month of a spending limit ends, epoch milliseconds. */
export function budgetResetsAt(name: BudgetName, at: number): number {
  const time = new Date(at);
  const [year, month] = [time.getUTCFullYear(), time.getUTCMonth()];
  return name === "daily_spend"
    ? Date.UTC(year, month, time.getUTCDate() + 1)
    : Date.UTC(year, month + 1);
}
