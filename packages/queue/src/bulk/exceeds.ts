import type { Cost } from "@dashqueue/dashscope";

import { nanosOf } from "../costs/cost-totals.ts";
import type { Selected } from "./select-generations.ts";

/** What a preview has shown, and its reader has agreed to. */
export interface Agreed {
  readonly count: number;
  readonly estimate: readonly Cost[];
  readonly unpriced: number;
}

/** Whether there is more to do, or to pay, than was agreed to. */
export function exceeds({ ids, estimate, unpriced }: Selected, agreed: Agreed): boolean {
  const nanosIn = (wanted: string) =>
    agreed.estimate
      .filter(({ currency }) => currency === wanted)
      .reduce((sum, { amount }) => sum + nanosOf(amount), 0n);
  return (
    ids.length > agreed.count ||
    unpriced > agreed.unpriced ||
    estimate.some(({ amount, currency }) => nanosOf(amount) > nanosIn(currency))
  );
}
