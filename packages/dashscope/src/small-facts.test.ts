import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { isSameModel, limitGroupOf, modelsSharing } from "./models/catalogue.ts";
import { costOf, estimateCost } from "./cost/cost.ts";
import { regionOf } from "./client/region.ts";
import { retryAfterMs } from "./client/retry-after.ts";
import { beijingDigits, parseBeijingTime } from "./client/time.ts";

describe("regionOf", () => {
  it.each([
    ["https://dashscope.aliyuncs.com/api/v1", "cn-beijing"],
    ["https://dashscope-intl.aliyuncs.com/api/v1", "ap-southeast-1"],
    ["https://dashscope-us.aliyuncs.com/api/v1", "us-east-1"],
    ["https://cn-hongkong.dashscope.aliyuncs.com/api/v1", "cn-hongkong"],
    ["https://llm-abc.eu-central-1.maas.aliyuncs.com/api/v1", "eu-central-1"],
    ["https://llm-abc.mars-1.maas.aliyuncs.com/api/v1", undefined],
    ["http://127.0.0.1:3999/api/v1", undefined],
    ["http://constructor/api/v1", undefined],
  ])("of %s is %s", (url, region) => expect(regionOf(url)).toBe(region));
});

describe("retryAfterMs", () => {
  const now = Date.UTC(2026, 10, 22, 10);
  it.each<[Record<string, unknown>, number | null]>([
    [{}, null],
    [{ "retry-after": "3" }, 3_000],
    [{ "retry-after": "Sun, 22 Nov 2026 10:00:30 GMT" }, 30_000],
    [{ "retry-after": "Sun, 22 Nov 2026 09:00:00 GMT" }, 0],
    [{ "retry-after-ms": "250", "retry-after": "3" }, 250],
    [{ "retry-after": "soon" }, null],
    [{ "retry-after": "" }, null],
    [{ "retry-after": "-1" }, 0],
    [{ "retry-after": ["3"] }, null],
  ])("of %j is %s", (headers, expected) => {
    // V8 reads "-1" as a date of 2001, which is over.
    expect(retryAfterMs(headers, now)).toBe(expected);
  });
});

describe("Beijing's time", () => {
  it("is eight hours ahead", () => {
    expect(parseBeijingTime("2025-05-15 16:14:44.723")).toBe(Date.UTC(2025, 4, 15, 8, 14, 44, 723));
    expect(parseBeijingTime("2023-10-25 09:45:16")).toBe(Date.UTC(2023, 9, 25, 1, 45, 16));
    expect(beijingDigits(Date.UTC(2025, 4, 15, 20, 14, 44))).toBe("20250516041444");
  });

  it.each([null, undefined, 7, "", "yesterday", "2025-13-45 99:99:99"])("is not %s", (text) => {
    expect(parseBeijingTime(text)).toBeNull();
  });

  it("comes back as it went out", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (second) => {
        const digits = beijingDigits(second * 1000);
        const text = digits.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, "$1-$2-$3 $4:$5:$6");
        expect(parseBeijingTime(text)).toBe(second * 1000);
      }),
    );
  });
});

describe("costs", () => {
  it.each<[object, object | null]>([
    [{ video_duration: 5 }, { amount: "3.50", currency: "CNY" }],
    [{ video_duration: "3.23" }, { amount: "2.261", currency: "CNY" }],
    [{ duration: 0.1 }, { amount: "0.07", currency: "CNY" }],
    [{ video_duration: -1 }, null],
    [{ video_duration: "many" }, null],
    [{ video_duration: null }, null],
    [{}, null],
  ])("of %j are %j", (usage, cost) => {
    expect(costOf("wan2.1-vace-plus", { ...usage }, undefined)).toEqual(cost);
  });

  it("follow the region, where it has a price", () => {
    const usage = { video_duration: 5 };
    expect(costOf("wan2.1-vace-plus", usage, "ap-southeast-1")).toEqual({
      amount: "0.50",
      currency: "USD",
    });
    expect(costOf("wan2.1-vace-plus", usage, "us-east-1")).toBeNull();
    expect(costOf("sora", usage, "cn-beijing")).toBeNull();
  });

  it("are known before", () => {
    expect(estimateCost({ model: "wan2.1-vace-plus", input: {} }, "cn-beijing")).toEqual({
      amount: "3.50",
      currency: "CNY",
    });
    expect(estimateCost({ model: "sora", input: {} }, "cn-beijing")).toBeNull();
  });
});

describe("names", () => {
  it.each([
    ["wan2.1-vace-plus", "wanx2.1-vace-plus", true],
    ["wanx2.1-vace-plus", "wan2.1-vace-plus", true],
    ["wan2.6-t2v", "wan2.6-i2v", false],
    ["unknown", "unknown", true],
    ["wan2.6-t2v", "unknown", false],
    ["wan2.6-t2v", "toString", false],
  ])("%s and %s are one model: %s", (one, other, same) => {
    expect(isSameModel(one, other)).toBe(same);
  });

  it("share limits as one model, or as a vendor's", () => {
    expect(limitGroupOf("wanx2.1-vace-plus")).toBe("wan2.1-vace-plus");
    expect(modelsSharing("wan2.1-vace-plus")).toEqual(["wan2.1-vace-plus", "wanx2.1-vace-plus"]);
    expect(modelsSharing("kling/kling-v3-video-generation")).toEqual([
      "kling/kling-v3-video-generation",
      "kling/kling-v3-omni-video-generation",
    ]);
    expect(modelsSharing("unknown")).toEqual(["unknown"]);
  });
});
