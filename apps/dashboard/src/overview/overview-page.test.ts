import { expect, it } from "vitest";

import { START } from "../../test/fixtures/generations.ts";
import { GOOD, WAITING } from "../../test/fixtures/overview.ts";
import { TRANSLATIONS } from "../texts/translate.ts";
import { renderOverview } from "./overview-page.ts";
import type { ModelState } from "./read-models.ts";
import type { Overview } from "./read-overview.ts";

/** What a reader sees. */
function pageOf(given: Partial<Overview>): string {
  const page = renderOverview({ ...GOOD, ...given }, START + 60_000, TRANSLATIONS.en);
  return page
    .replace(/<style>.*<\/style>/s, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");
}

it("shows the slots that are taken, what waits for them, and until when", () => {
  const page = (given: Partial<ModelState>) => pageOf({ models: [{ ...WAITING, ...given }] });
  expect(page({})).toContain("wan2.6-t2v 2 of 3 3 1 min in about 2 min 5 s good");
  expect(page({ eta: null, pausedBy: "limit" })).toContain("2 of 3 3 1 min unknown paused");
  const [paris] = WAITING.lanes;
  const lanes = [paris, { ...paris, account: "rome" }];
  expect(page({ group: "wan2.6", lanes })).toContain(
    "shares the slots of wan2.6 2 of 3 paris 2 of 3 rome 3",
  );
});

it("calls no model good, and no line moving, while nothing is submitted", () => {
  const [paris] = WAITING.lanes;
  const full = { kind: "storage", code: "ENOSPC", message: "full", since: START } as const;
  const arrears = { ...full, kind: "arrears", code: "Arrearage" } as const;
  const [account] = GOOD.accounts;
  const rowOf = (given: Partial<Overview>, lanes: ModelState["lanes"] = [paris]) =>
    / 2 of 3 .*? Money/.exec(pageOf({ models: [{ ...WAITING, lanes }], ...given }))?.[0];
  const stopped = /3 1 min unknown (storage|arrears) /;
  expect(rowOf({ blocks: [{ ...full, account: null }] })).toMatch(stopped);
  expect(rowOf({ blocks: [{ ...full, account: "paris" }] })).toMatch(stopped);
  expect(rowOf({ accounts: [{ ...account!, pause: arrears }] })).toMatch(stopped);
  const other = [paris, { ...paris, account: "rome" }];
  expect(rowOf({ blocks: [{ ...full, account: "paris" }] }, other)).toContain(" good ");
});

it("shows how much of the query budget an account uses", () => {
  expect(pageOf({})).toContain("paris good 3.2 of 20 dashscope.example");
  const [account] = GOOD.accounts;
  expect(pageOf({ accounts: [{ ...account!, queryLimit: null }] })).toContain("3.2 dashscope");
});

it("shows the money of the day against its limits", () => {
  const spent = (account: string, currency: "CNY" | "USD", amount: string) =>
    ({
      account,
      model: "wan2.6-t2v",
      tenant: "films",
      day: "2026-11-22",
      state: "held",
      currency,
      amount,
      generations: 1,
    }) as const;
  const costs = [
    spent("paris", "CNY", "1.5"),
    spent("rome", "CNY", "2"),
    spent("rome", "USD", "9"),
  ];
  const page = pageOf({
    costs,
    dailyLimits: [
      { account: null, currency: "CNY", amount: "100" },
      { account: "rome", currency: "CNY", amount: "20" },
    ],
  });
  expect(page).toContain("3.50 of at most 100 CNY a day");
  expect(page).toContain("2.00 of at most 20 CNY a day on the account rome");
});

it("shows the money of a day in the same order, however it is read", () => {
  const cost = (state: "settled" | "held" | "at_risk", amount: string) => {
    const place = { account: "paris", model: "wan2.6-t2v", tenant: "films", day: "2026-11-22" };
    return { ...place, state, currency: "CNY", amount, generations: 1 } as const;
  };
  const costs = [cost("at_risk", "3"), cost("held", "2"), cost("settled", "1")];
  for (const read of [costs, costs.toReversed()])
    expect(pageOf({ costs: read })).toMatch(/settled 1\.00 CNY held 2\.00 CNY at risk 3\.00 CNY/);
});

it("says whether Redis and the archive can keep what is promised", () => {
  expect(pageOf({})).toContain(
    "Redis good Acknowledged writes are on the disk of Redis (fsync). 2 MB in use. Archive good",
  );
  const memory = { usedBytes: 2_000_000, limitBytes: 9_000_000 };
  expect(pageOf({ redis: { durability: "none", memory } })).toContain(
    "Redis not good Redis may lose acknowledged writes when it stops (none). 2 MB of 9 MB in use.",
  );
  expect(pageOf({ redis: { durability: "fsync", memory: null } })).toContain("(fsync). Archive");
  const full = {
    account: null,
    kind: "storage",
    code: "",
    message: "the disk is full",
    since: START,
  } as const;
  expect(pageOf({ blocks: [full] })).toContain("Archive not good The disk is full.");
});
