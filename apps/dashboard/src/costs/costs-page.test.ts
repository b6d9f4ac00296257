import { expect, it } from "vitest";

import { TRANSLATIONS } from "../texts/translate.ts";
import { renderCosts } from "./costs-page.ts";

const cost = {
  day: "2026-11-22",
  account: "paris",
  model: "wan2.6-t2v",
  tenant: "default",
  state: "settled",
  amount: "1.50",
  currency: "CNY",
  generations: 1,
} as const;

it("draws each currency apart, and says how many prices are not known", () => {
  const unpriced = { ...cost, amount: null, currency: null, generations: 4 };
  const page = renderCosts(
    [cost, { ...cost, currency: "USD" }, unpriced],
    ["2026-11-22"],
    TRANSLATIONS.en,
  );
  expect(page.match(/<figcaption>\s*(?:CNY|USD)/g)).toHaveLength(8);
  expect(page).toContain("The price of 4 more generations is not known.");
  expect(renderCosts([], ["2026-11-22"], TRANSLATIONS.en)).not.toContain("<figure>");
});
