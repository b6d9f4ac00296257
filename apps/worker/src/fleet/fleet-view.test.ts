import { findModel } from "@dashqueue/dashscope";
import type { WorkerReport } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import { START } from "../../test/fixtures/generations.ts";
import { createFleetView } from "./fleet-view.ts";

const MODEL = "wan2.1-vace-plus";
const baseUrl = "https://dashscope.aliyuncs.com/api/v1";
const own = { name: "paris", baseUrl, limits: {} };
const refused = {
  kind: "authentication",
  code: "InvalidApiKey",
  message: "",
  since: START,
} as const;

const report = (
  limits: WorkerReport[string]["limits"],
  keyRefused: WorkerReport[string]["keyRefused"] = null,
  feedAhead = 0,
): WorkerReport => ({ paris: { baseUrl, limits, feedAhead, keyRefused } });

function viewOf(...reports: WorkerReport[]) {
  const view = createFleetView(findModel, { of: () => ({ reported: null, live: {} }) });
  view.update(reports);
  return view;
}

describe("the limits of a lane (G3)", () => {
  it("are the worker's own while it is alone", () => {
    for (const view of [viewOf(), viewOf(report({})), viewOf({ rome: report({})["paris"]! })]) {
      expect(view.limitsOf(own, MODEL)).toEqual({ submitsPerSecond: 2, maxInFlight: 2 });
      expect(view.hasOtherLimits(own)).toBe(false);
    }
  });

  it("are those that the provider reports for the account and host", () => {
    const reported = { submitsPerSecond: 5, maxInFlight: 3, maxQueued: 50 };
    const asked: unknown[] = [];
    const view = createFleetView(findModel, {
      of: (place, model) => (asked.push({ ...place, model }), { reported, live: {} }),
    });
    expect(view.limitsOf(own, MODEL)).toEqual({ submitsPerSecond: 5, maxInFlight: 3 });
    expect(asked).toEqual([{ account: "paris", baseUrl, model: MODEL }]);
    view.update([report({ [MODEL]: { submitsPerSecond: 9, maxInFlight: 1 } })]);
    expect(view.limitsOf(own, MODEL)).toEqual({ submitsPerSecond: 5, maxInFlight: 1 });
  });

  it("let no more tasks wait at the provider than any live worker allows", () => {
    const reported = { submitsPerSecond: 5, maxInFlight: 3, maxQueued: 50 };
    const view = createFleetView(findModel, { of: () => ({ reported, live: {} }) });
    view.update([report({}, null, 1)]);
    expect(view.limitsOf({ ...own, feedAhead: 2 }, MODEL).maxInFlight).toBe(4);
    expect(view.hasOtherLimits({ ...own, feedAhead: 2 })).toBe(true);
    // A worker of an earlier version allows none.
    view.update([report({}, null, 1), report({})]);
    expect(view.limitsOf({ ...own, feedAhead: 2 }, MODEL).maxInFlight).toBe(3);
  });

  it("are the smallest of any live worker", () => {
    const view = viewOf(
      report({ [MODEL]: { submitsPerSecond: 9, maxInFlight: 1 } }),
      report({ "*": { submitsPerSecond: 0.5, maxInFlight: 9 } }),
    );
    expect(view.limitsOf(own, MODEL)).toEqual({ submitsPerSecond: 0.5, maxInFlight: 1 });
    expect(view.hasOtherLimits(own)).toBe(true);
    view.update([report({})]);
    expect(view.limitsOf(own, MODEL)).toEqual({ submitsPerSecond: 2, maxInFlight: 2 });
  });
});

describe("a refused API key", () => {
  it("matters to callers only when no live worker has one that works", () => {
    expect(viewOf().keyRefusedFor("paris")).toBeNull();
    expect(viewOf(report({}, refused), report({})).keyRefusedFor("paris")).toBeNull();
    expect(viewOf(report({}, refused), report({}, refused)).keyRefusedFor("paris")).toEqual(
      refused,
    );
  });
});
