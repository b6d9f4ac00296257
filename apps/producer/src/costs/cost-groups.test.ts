import type { CostTotal } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import type { CostShare } from "./cost-groups.ts";
import { groupCosts, sharesOf } from "./cost-groups.ts";

const TOTAL: CostTotal = {
  day: "2026-11-22",
  account: "default",
  model: "wan",
  tenant: "films",
  state: "settled",
  currency: "CNY",
  amount: "3.50",
  generations: 1,
};
const share = (given: Partial<CostShare> = {}): CostShare => ({ ...TOTAL, metadata: {}, ...given });
const SUM = { state: "settled", currency: "CNY", amount: "3.50", generations: 1 };

describe("groupCosts", () => {
  it("adds up by any dimensions, and never across states or currencies", () => {
    const shares = [
      share(),
      share({ model: "kling", amount: "0.10" }),
      share({ tenant: "games", amount: "0.20" }),
      share({ currency: "USD", amount: "9.00" }),
      share({ state: "held" }),
      share({ currency: null, amount: null }),
    ];
    expect(groupCosts(shares, ["tenant"])).toEqual([
      { tenant: "films", ...SUM, state: "held" },
      { tenant: "films", ...SUM, currency: null, amount: null },
      { tenant: "films", ...SUM, amount: "3.60", generations: 2 },
      { tenant: "films", ...SUM, currency: "USD", amount: "9.00" },
      { tenant: "games", ...SUM, amount: "0.20" },
    ]);
  });

  it("distinguishes an empty text from a missing one, and finds only entries of the record", () => {
    const shares = [share(), share({ metadata: { project: "" } })];
    expect(groupCosts(shares, ["metadata.project", "metadata.constructor"])).toEqual([
      { "metadata.project": "", "metadata.constructor": null, ...SUM },
      { "metadata.project": null, "metadata.constructor": null, ...SUM },
    ]);
  });
});

it("groups under the rest what no record explains", () => {
  const totals = [{ ...TOTAL, amount: "10.50", generations: 3 }];
  expect(sharesOf(totals, [])).toEqual([{ ...totals[0], metadata: {} }]);
});
