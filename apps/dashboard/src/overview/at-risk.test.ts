import { expect, it } from "vitest";

import { SAMPLES } from "../../test/fixtures/generations.ts";
import { GOOD } from "../../test/fixtures/overview.ts";
import { TRANSLATIONS } from "../texts/translate.ts";
import { atRiskOf, uncertain } from "./at-risk.ts";
import { renderOverview } from "./overview-page.ts";

const { queued, uncertain: lost } = SAMPLES;
if (lost.status !== "uncertain") throw new Error("mixed up");
const { hold: _, ...unpriced } = lost.attempt;
const SUM = "3.50 CNY";
const TODAY = "2026-11-22";
const since = lost.attempt.begunAt;

it("says since when create requests are lost, and what they cost at most", () => {
  const { en } = TRANSLATIONS;
  expect(atRiskOf([null, queued], TODAY)).toBeNull();
  const later = { ...lost, attempt: { ...lost.attempt, begunAt: since + 5 } };
  const amounts = ["7.00 CNY"];
  expect(atRiskOf([later, queued, lost], TODAY)).toEqual({ since, amounts, earlier: [] });
  const unknown = atRiskOf([{ ...lost, attempt: unpriced }], TODAY);
  expect(unknown).toEqual({ since, amounts: [], earlier: [] });
  const said = uncertain(2, atRiskOf([later, lost], TODAY), en).why;
  expect(said).toContain("The first was sent at 2026-11-22 10:00:01.000 UTC.");
  expect(said).toContain("At most 7.00 CNY are at risk.");
  expect(uncertain(1, unknown, en).why).not.toContain("at risk");
  expect(uncertain(1, null, en).why).not.toContain("The first was sent");
});

it("still shows the money at risk of earlier days", () => {
  const { en } = TRANSLATIONS;
  const atRisk = atRiskOf([lost], "2026-11-23");
  expect(atRisk).toMatchObject({ amounts: [SUM], earlier: [SUM] });
  const page = renderOverview({ ...GOOD, atRisk }, since, en);
  expect(page).toContain("at risk since earlier days");
  expect(page).not.toContain("Nothing was spent");
});
