import type { EndedAlarm } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { START } from "../../test/fixtures/generations.ts";
import { GOOD } from "../../test/fixtures/overview.ts";
import { TRANSLATIONS } from "../texts/translate.ts";
import { endedSection } from "./ended-section.ts";
import { renderOverview } from "./overview-page.ts";

const { en, zh } = TRANSLATIONS;
const FULL: EndedAlarm = {
  scope: "collection",
  name: "",
  kind: "storage",
  message: "the disk is full",
  since: START,
  until: START + 90_000,
};

it.each<[Partial<EndedAlarm>, string]>([
  [{ scope: "account", name: "paris", kind: "arrears" }, "refused the account paris: arrears"],
  [
    { scope: "model", name: "wan2.6 (paris)", kind: "model_denied" },
    "the model wan2.6 of the account paris: model_denied",
  ],
  [{}, "Nothing was submitted: storage"],
  [{ scope: "uncertain", kind: null }, "Generations were uncertain"],
  [{ name: "paris", kind: "download" }, "Nothing was submitted to paris: download"],
  [
    { scope: "webhooks", name: "films https://films.example", kind: null, message: "" },
    "Webhooks of the tenant films to https://films.example failed",
  ],
])("says what is over, and from when until when: %j", (given, what) => {
  const page = endedSection([{ ...FULL, ...given }], en)?.html;
  expect(page).toContain(what);
  expect(page).toContain("2026-11-22 10:00:00.000 UTC");
  expect(page).toContain("1 min 30 s");
  expect(endedSection([{ ...FULL, ...given }], zh)?.html).not.toContain("submitted");
});

it("is part of the overview only if there is something", () => {
  expect(renderOverview(GOOD, START, en)).not.toContain("Ended in the last day");
  const page = renderOverview({ ...GOOD, ended: [FULL] }, START, en);
  expect(page).toContain("Ended in the last day");
  expect(page).toContain("The disk is full.");
});
