import { findModel } from "@dashqueue/dashscope";
import { expect, it } from "vitest";

import { FAILURE, GENERATIONS } from "../../test/fixtures/generations.ts";
import { uncheckedFor, uncheckedLanes } from "./unchecked-lanes.ts";

const { queued } = GENERATIONS;
const model = queued.request.model;
const failure = { ...FAILURE, kind: "unchecked" } as const;
const [one, two] = [{ name: "one" }, { name: "two" }];

const closedOn = (...accounts: readonly string[]) =>
  uncheckedLanes(
    { uncheckedFor: async ({ account }) => (accounts.includes(account) ? failure : null) },
    [one, two].map(({ name }) => ({ account: name, model })),
  );

it("blocks a generation only while the lane of every account is unchecked", async () => {
  expect(uncheckedFor(queued, [one, two], await closedOn("one", "two"), findModel)).toBe(failure);
  expect(uncheckedFor(queued, [one, two], await closedOn("one"), findModel)).toBeNull();
  expect(uncheckedFor(queued, [one], await closedOn("one"), findModel)).toBe(failure);
  expect(uncheckedFor(queued, [], await closedOn("one"), findModel)).toBeNull();
});
