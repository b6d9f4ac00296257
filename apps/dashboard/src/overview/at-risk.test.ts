import { expect, it } from "vitest";

import { SAMPLES } from "../../test/fixtures/generations.ts";
import { TRANSLATIONS } from "../texts/translate.ts";
import { atRiskOf, uncertain } from "./at-risk.ts";

const { queued, uncertain: lost } = SAMPLES;
if (lost.status !== "uncertain") throw new Error("mixed up");
const { hold: _, ...unpriced } = lost.attempt;
const since = lost.attempt.begunAt;

it("says since when create requests are lost, and what they cost at most", () => {
  const { en } = TRANSLATIONS;
  expect(atRiskOf([null, queued])).toBeNull();
  const later = { ...lost, attempt: { ...lost.attempt, begunAt: since + 5 } };
  expect(atRiskOf([later, queued, lost])).toEqual({ since, amounts: ["7.00 CNY"] });
  const unknown = atRiskOf([{ ...lost, attempt: unpriced }]);
  expect(unknown).toEqual({ since, amounts: [] });
  const said = uncertain(2, atRiskOf([later, lost]), en).why;
  expect(said).toContain("The first was sent at 2026-11-22 10:00:01.000 UTC.");
  expect(said).toContain("At most 7.00 CNY are at risk.");
  expect(uncertain(1, unknown, en).why).not.toContain("at risk");
  expect(uncertain(1, null, en).why).not.toContain("The first was sent");
});
