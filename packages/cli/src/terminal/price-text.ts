/** Sums by currency, and what has no known price. */
export interface Price {
  readonly estimate: readonly { readonly amount: string; readonly currency: string }[];
  readonly unpriced: number;
}

/** The most that something can cost. */
export function priceText({ estimate, unpriced }: Price): string {
  const sums = estimate.map(({ amount, currency }) => `${amount} ${currency}`);
  const unknown = unpriced === 0 ? [] : [`the unknown price of ${unpriced}`];
  const parts = [...sums, ...unknown];
  return parts.length === 0 ? "nothing" : `at most ${parts.join(" and ")}`;
}
