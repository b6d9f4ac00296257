import { describe, expect, it } from "vitest";

import { IMAGE, VIDEO } from "../../test/fixtures/example.ts";
import { requestOf } from "../../test/fixtures/examples.ts";
import { costOf, estimateCost } from "./cost.ts";

const BEIJING = "cn-beijing";

describe("costOf", () => {
  it.each<
    readonly [model: string, usage: Readonly<Record<string, unknown>>, amount: string | null]
  >([
    ["wan2.6-t2v", { duration: 5, SR: 720 }, "3.00"],
    ["wan2.6-t2v", { duration: "5.5", SR: "1080P" }, "5.50"],
    ["wan2.6-t2v", { duration: 5, SR: "540" }, null],
    ["wan2.6-t2v", { duration: 5, size: "1920*1080" }, "5.00"],
    ["wan2.6-t2v", { duration: 5, SR: null }, null],
    ["wan2.5-t2v-preview", { video_duration: 5, video_ratio: "832*480" }, "1.50"],
    ["wan2.2-s2v", { video_duration: 10.23, video_ratio: "standard" }, null],
    ["wan3.0-video-prime", { duration: 5.0, SR: 1080 }, "9.00"],
    ["wan2.2-t2i-plus", { image_count: 3 }, "0.60"],
    ["wan2.2-t2i-plus", { image_count: "4" }, "0.80"],
    // Seconds are not images.
    ["wan2.2-t2i-plus", { duration: 4 }, null],
    ["wan2.2-t2i-plus", { image_count: Number.NaN }, null],
    ["qwen-image-plus", { image_count: 1 }, null],
    ["wan2.6-i2v-flash", { duration: 5, SR: 720 }, null],
    ["kling/kling-v3-video-generation", { duration: 5, SR: "720" }, null],
  ])("of %s for %j is %s", (model, usage, amount) => {
    expect(costOf(model, usage, BEIJING)?.amount ?? null).toBe(amount);
  });

  it("takes the resolution from the request when the usage has none", () => {
    const usage = { video_duration: 10.23 };
    const request = requestOf("wan2.2-s2v");
    expect(costOf("wan2.2-s2v", usage, BEIJING, request)?.amount).toBe("9.207");
    expect(costOf("wan2.2-s2v", usage, BEIJING, { ...request, parameters: {} })?.amount).toBe(
      "5.115",
    );
    expect(
      costOf("wan2.2-s2v", usage, BEIJING, { ...request, parameters: undefined })?.amount,
    ).toBe("5.115");
  });

  it("is unknown when the region has no price", () => {
    expect(costOf("wan2.6-t2v", { duration: 5, SR: 720 }, "ap-southeast-1")).toBeNull();
    expect(costOf("wan2.6-t2v", { duration: 5, SR: 720 }, undefined)).toEqual({
      amount: "3.00",
      currency: "CNY",
    });
  });
});

describe("estimateCost", () => {
  const media = (type: string) => [{ type, url: type.endsWith("video") ? VIDEO : IMAGE }];
  it.each<readonly [model: string, input: object, parameters: object, amount: string | null]>([
    ["wan2.6-t2v", {}, { size: undefined, duration: undefined }, "5.00"],
    ["wan2.6-t2v", {}, { size: "1280*720", duration: 10 }, "6.00"],
    ["wan2.6-t2v", {}, { size: "1*1" }, null],
    ["wan2.2-i2v-plus", {}, { resolution: "480P" }, "0.70"],
    ["wan2.2-s2v", {}, {}, "18.00"],
    // Each of the two files can be a video of 30 s.
    ["wan2.6-r2v", {}, {}, "39.00"],
    ["wan2.6-r2v", { reference_urls: "x" }, {}, "3.00"],
    ["wan3.0-video", {}, { duration: 5 }, "3.00"],
    ["wan3.0-video", {}, { duration: -1 }, "18.00"],
    ["wan3.0-video", { media: media("reference_video") }, { duration: 5 }, "18.00"],
    ["wan2.7-videoedit", {}, {}, null],
    ["happyhorse-1.0-video-edit", {}, {}, "67.50"],
    ["wan2.2-t2i-plus", {}, { n: undefined }, "0.80"],
    ["wan2.2-t2i-plus", {}, { n: 2 }, "0.40"],
    ["wan2.7-image-pro", {}, { n: undefined }, "6.00"],
    ["wan2.7-image", {}, { n: undefined }, "0.20"],
    ["wan2.6-image", {}, { enable_interleave: true, n: 1 }, "1.00"],
    ["wan2.6-image", {}, { enable_interleave: true, max_images: 2 }, "0.40"],
    ["wan2.6-t2v", {}, { duration: "long", size: 7, resolution: 7 }, "5.00"],
  ])("of %s %j %j is %s", (model, input, parameters, amount) => {
    expect(estimateCost(requestOf(model, input, parameters), BEIJING)?.amount ?? null).toBe(amount);
  });
});

describe("the cost of VACE", () => {
  it.each<[object, object | null]>([
    [{ video_duration: 5 }, { amount: "3.50", currency: "CNY" }],
    [{ video_duration: "3.23" }, { amount: "2.261", currency: "CNY" }],
    [{ duration: 0.1 }, { amount: "0.07", currency: "CNY" }],
    [{ video_duration: -1 }, null],
    [{ video_duration: "many" }, null],
    [{ video_duration: null }, null],
    [{}, null],
  ])("for %j is %j", (usage, cost) => {
    expect(costOf("wan2.1-vace-plus", { ...usage }, undefined)).toEqual(cost);
  });

  it("depends on the region", () => {
    const usage = { video_duration: 5 };
    expect(costOf("wan2.1-vace-plus", usage, "ap-southeast-1")).toEqual({
      amount: "0.50",
      currency: "USD",
    });
    expect(costOf("wan2.1-vace-plus", usage, "us-east-1")).toBeNull();
    expect(costOf("sora", usage, "cn-beijing")).toBeNull();
  });

  it("is known before the request is sent", () => {
    expect(estimateCost({ model: "wan2.1-vace-plus", input: {} }, "cn-beijing")).toEqual({
      amount: "3.50",
      currency: "CNY",
    });
    expect(estimateCost({ model: "sora", input: {} }, "cn-beijing")).toBeNull();
  });
});
