import { configuredModels, findModel } from "@dashqueue/dashscope";
import { describe, expect, it } from "vitest";

import type { LearnedLimits } from "./model-limits.ts";
import { isPausedByLimits, limitsOf } from "./model-limits.ts";
import type { ReportedLimits } from "./quotas.ts";

const baseUrl = "https://dashscope.aliyuncs.com/api/v1";
const NOTHING = { reported: null, live: {} };
const of = (model: string, limits = {}, url = baseUrl, reported: ReportedLimits | null = null) =>
  limitsOf(model, { limits, baseUrl: url }, findModel, { reported, live: {} });

describe("limitsOf", () => {
  it("prefers the model's own setting, then `*`, the catalog, and the lowest limits", () => {
    const own = { submitsPerSecond: 7, maxInFlight: 9 };
    const others = { submitsPerSecond: 3, maxInFlight: 3 };
    expect(of("wan2.1-vace-plus", { "wan2.1-vace-plus": own, "*": others })).toEqual(own);
    expect(of("wan2.1-vace-plus", { "*": others })).toEqual(others);
    expect(of("wan2.1-vace-plus")).toEqual({ submitsPerSecond: 2, maxInFlight: 2 });
    expect(of("a-model-of-tomorrow")).toEqual({ submitsPerSecond: 1, maxInFlight: 1 });
  });

  it("takes the setting of the name that is sent for an alias without one (G3)", () => {
    const settings = { fast: { sentAs: "wan2.1-vace-plus" } };
    const find = configuredModels({ allowUnknown: true, settings });
    const own = { submitsPerSecond: 1, maxInFlight: 1 };
    const limits = { "wan2.1-vace-plus": own };
    expect(limitsOf("fast", { limits, baseUrl }, find, NOTHING)).toEqual(own);
    expect(limitsOf("fast", { limits: {}, baseUrl }, find, NOTHING)).toMatchObject({
      maxInFlight: 2,
    });
  });

  it.each(Object.getOwnPropertyNames(Object.prototype))("has none for a model named %s", (name) => {
    expect(of(name)).toEqual({ submitsPerSecond: 1, maxInFlight: 1 });
  });

  it("prefers the limits that the provider reports to the catalog, but not to a setting", () => {
    const reported = { submitsPerSecond: 5, maxInFlight: null, maxQueued: 50 };
    const own = { submitsPerSecond: 7, maxInFlight: 9 };
    expect(of("wan2.1-vace-plus", {}, baseUrl, reported)).toEqual({
      submitsPerSecond: 5,
      maxInFlight: 2,
    });
    expect(of("a-model-of-tomorrow", {}, baseUrl, { ...reported, maxInFlight: 8 })).toEqual({
      submitsPerSecond: 5,
      maxInFlight: 8,
    });
    for (const name of ["wan2.1-vace-plus", "*"])
      expect(of("wan2.1-vace-plus", { [name]: own }, baseUrl, reported)).toEqual(own);
  });

  it("follows what an operator has set for the model, its sent name or all, and nothing else", () => {
    const settings = { fast: { sentAs: "wan2.1-vace-plus" } };
    const find = configuredModels({ allowUnknown: true, settings });
    const own = { "wan2.1-vace-plus": { submitsPerSecond: 7, maxInFlight: 9 } };
    const reported = { submitsPerSecond: 5, maxInFlight: 5, maxQueued: 5 };
    const one = { submitsPerSecond: 1, maxInFlight: 1 };
    const none = { submitsPerSecond: 1, maxInFlight: 0 };
    const of = (model: string, live: LearnedLimits["live"]) =>
      limitsOf(model, { limits: own, baseUrl, feedAhead: 2 }, find, { reported, live });
    // Not even a task that waits at the provider is added.
    expect(of("wan2.1-vace-plus", { "*": none })).toEqual(none);
    expect(of("fast", { "*": none, "wan2.1-vace-plus": one })).toEqual(one);
    expect(of("fast", { fast: none, "wan2.1-vace-plus": one })).toEqual(none);
    expect(of("wan2.1-vace-plus", { "wan2.6-t2v": none })).toEqual({
      submitsPerSecond: 7,
      maxInFlight: 11,
    });
  });

  it("lets as many tasks wait at the provider as the account and the provider allow", () => {
    const limits = { "wan2.1-vace-plus": { submitsPerSecond: 2, maxInFlight: 2 } };
    const reported = { submitsPerSecond: null, maxInFlight: 5, maxQueued: 1 };
    const inFlight = (feedAhead: number, given: ReportedLimits | null, own = {}) =>
      limitsOf("wan2.1-vace-plus", { limits: own, baseUrl, feedAhead }, findModel, {
        reported: given,
        live: {},
      }).maxInFlight;
    expect([inFlight(0, reported), inFlight(1, reported), inFlight(2, reported)]).toEqual([
      5, 6, 6,
    ]);
    expect(inFlight(2, { ...reported, maxQueued: 50 }, limits)).toBe(4);
    // Unless the provider reports that tasks can wait there, it may refuse them.
    expect([inFlight(2, { ...reported, maxQueued: null }), inFlight(2, null)]).toEqual([5, 2]);
  });

  it("uses the limits of the region where they differ", () => {
    const singapore = "https://dashscope-intl.aliyuncs.com/api/v1";
    expect(of("wan2.6-t2i")).toEqual({ submitsPerSecond: 1, maxInFlight: 5 });
    expect(of("wan2.6-t2i", {}, singapore)).toEqual({ submitsPerSecond: 5, maxInFlight: 5 });
  });
});

describe("isPausedByLimits", () => {
  const none = { submitsPerSecond: 1, maxInFlight: 0 };
  const one = { submitsPerSecond: 1, maxInFlight: 1 };

  it.each<[string, readonly LearnedLimits["live"][], boolean]>([
    ["its only account", [{ "wan2.6-t2v": none }], true],
    ["all models of each account", [{ "*": none }, { "*": none }], true],
    ["one of two accounts", [{ "*": none }, {}], false],
    ["all models but this one", [{ "*": none, "wan2.6-t2v": one }], false],
    ["another model", [{ "wan2.1-vace-plus": none }], false],
    ["accounts of no worker", [], false],
  ])("finds out whether a model is paused by a limit of 0 for %s", (_, live, paused) => {
    expect(isPausedByLimits("wan2.6-t2v", live, findModel)).toBe(paused);
  });
});
