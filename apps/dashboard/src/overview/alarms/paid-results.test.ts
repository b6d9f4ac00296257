import { lostFrom } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { SAMPLES } from "../../../test/fixtures/generations.ts";
import { formatTime } from "../../html/format.ts";
import { amountsOf } from "../at-risk.ts";
import { TRANSLATIONS } from "../../texts/translate.ts";
import { paidTexts, readCollection } from "./paid-results.ts";

const { en } = TRANSLATIONS;
const { archiving } = SAMPLES;
if (archiving.status !== "archiving") throw new Error("mixed up");
const { account } = archiving.attempt;
const [amount] = amountsOf([archiving]);
const expires = `The first link of a paid result expires at ${formatTime(lostFrom(archiving)!)}.`;

it("says how many paid results wait, what they cost, and when the first link expires", () => {
  const one = { count: 1, first: [archiving] };
  expect(amount).toMatch(/^\d.* CNY$/);
  expect(paidTexts(one, null, en)).toEqual([
    `1 paid result waits to be copied (${amount}).`,
    expires,
  ]);
  expect(paidTexts(one, account, en)).toEqual(paidTexts(one, null, en));
  expect(paidTexts(one, "another", en)).toEqual([]);
  expect(paidTexts({ count: 0, first: [] }, null, en)).toEqual([]);
});

it("says what the first ones cost at least if there are too many to read", () => {
  const many = { count: 30, first: [archiving] };
  expect(paidTexts(many, null, en)[0]).toBe(
    `30 paid results wait to be copied (at least ${amount}).`,
  );
  expect(paidTexts(many, account, en)).toEqual([]);
  const unread = { count: 1, first: [] };
  expect(paidTexts(unread, null, en)).toEqual([
    "1 paid result waits to be copied (price unknown).",
  ]);
});

it("reads the results that wait only while they cannot be collected", async () => {
  const oldestIn = async () => [null, archiving];
  const block = { account: null, kind: "storage", code: "", message: "full", since: 0 } as const;
  const read = (blocks: readonly (typeof block)[]) =>
    readCollection({ oldestIn, collectionGate: { blocks: async () => blocks } });
  expect(await read([])).toEqual({ blocks: [], first: [] });
  expect(await read([block])).toEqual({ blocks: [block], first: [archiving] });
});
