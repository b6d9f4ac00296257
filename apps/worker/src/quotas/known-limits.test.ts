import { configuredModels, findModel } from "@dashqueue/dashscope";
import { expect, it } from "vitest";

import { START } from "../../test/fixtures/generations.ts";
import { createKnownLimits } from "./known-limits.ts";

const PARIS = { account: "paris", baseUrl: "https://dashscope.aliyuncs.com/api/v1" };
const NO_LIVE_LIMITS = { all: async () => [] };
const reported = { submitsPerSecond: 5, maxInFlight: 3, maxQueued: 50 };

it("returns the limits of the name under which an alias is sent (G3)", async () => {
  const settings = { fast: { sentAs: "wan2.1-vace-plus" } };
  const find = configuredModels({ allowUnknown: true, settings });
  const models = { "wan2.1-vace-plus": reported };
  const limits = createKnownLimits(
    { all: async () => [{ ...PARIS, readAt: START, models }] },
    NO_LIVE_LIMITS,
    find,
  );
  await limits.refresh();
  expect(limits.of(PARIS, "fast")).toEqual({ reported, live: {} });
});

it("returns the limits of the account at its host, under either name of a model", async () => {
  const models = { "wanx2.1-vace-plus": reported };
  const limits = createKnownLimits(
    { all: async () => [{ ...PARIS, readAt: START, models }] },
    NO_LIVE_LIMITS,
    findModel,
  );
  expect(limits.of(PARIS, "wan2.1-vace-plus").reported).toBeNull();
  await limits.refresh();
  for (const model of ["wan2.1-vace-plus", "wanx2.1-vace-plus"])
    expect(limits.of(PARIS, model).reported).toEqual(reported);
  for (const model of ["wan2.6-t2v", "a-model-of-tomorrow", "constructor"])
    expect(limits.of(PARIS, model).reported).toEqual({
      submitsPerSecond: null,
      maxInFlight: null,
      maxQueued: null,
    });
  expect(limits.of({ ...PARIS, account: "rome" }, "wan2.1-vace-plus").reported).toBeNull();
  expect(limits.of({ ...PARIS, baseUrl: "https://other" }, "wan2.1-vace-plus").reported).toBeNull();
});

it("follows what an operator has set for the account", async () => {
  const limit = { submitsPerSecond: 1, maxInFlight: 0 };
  const set = { ...limit, account: "paris", model: "*", setAt: START, setBy: "ada" };
  const limits = createKnownLimits({ all: async () => [] }, { all: async () => [set] }, findModel);
  expect(limits.of(PARIS, "wan2.6-t2v").live).toEqual({});
  await limits.refresh();
  expect(limits.of(PARIS, "wan2.6-t2v").live).toEqual({ "*": limit });
  expect(limits.of({ ...PARIS, account: "rome" }, "wan2.6-t2v").live).toEqual({});
});
