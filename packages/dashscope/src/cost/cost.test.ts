import { describe, expect, it } from "vitest";

import { IMAGE, messageOf, VIDEO } from "../models/example.ts";
import { requestOf } from "../../test/fixtures/examples.ts";
import type { Market } from "../facts/market.ts";
import { marketOf } from "../facts/market.ts";
import { costOf, currencyOf, estimateCost } from "./cost.ts";

const BEIJING: Market = { region: "cn-beijing" };
const SINGAPORE: Market = { region: "ap-southeast-1" };

type Fields = Readonly<Record<string, unknown>>;
const media = (...types: readonly string[]) => ({
  media: types.map((type) => ({ type, url: /video|base|feature/.test(type) ? VIDEO : IMAGE })),
});

describe("costOf", () => {
  it.each<readonly [model: string, usage: Fields, amount: string | null]>([
    ["wan2.6-t2v", { duration: 5, SR: 720 }, "3.00"],
    ["wan2.6-t2v", { duration: "5.5", SR: "1080P" }, "5.50"],
    ["wan2.6-t2v", { duration: 5, SR: "540" }, null],
    ["wan2.6-t2v", { duration: 5, size: "1920*1080" }, "5.00"],
    ["wan2.5-t2v-preview", { video_duration: 5, video_ratio: "832*480" }, "1.50"],
    ["wan3.0-video-prime", { duration: 5.0, SR: 1080 }, "9.00"],
    ["wan2.2-t2i-plus", { image_count: 3 }, "0.60"],
    ["wan2.2-t2i-plus", { image_count: "4" }, "0.80"],
    // Seconds are not images.
    ["wan2.2-t2i-plus", { duration: 4 }, null],
    ["wan2.2-t2i-plus", { image_count: Number.NaN }, null],
    ["qwen-image-plus", { image_count: 1 }, null],
    ["wan2.6-i2v-flash", { duration: 5, SR: 720, audio: true }, "1.50"],
    ["wan2.6-i2v-flash", { duration: 5, SR: 720, audio: false }, "0.75"],
    ["wan2.2-animate-move", { video_duration: 2, video_ratio: "pro" }, "1.20"],
    ["qwen-image-3.0-pro", { output_image_count: 1, output_image_type: "qima_output_2k" }, "0.50"],
    ["kling/kling-v3-video-generation", { duration: 5, SR: "720", audio: false }, "3.00"],
    ["kling/kling-v3-video-generation", { duration: 5, SR: "720", audio: true }, "4.50"],
    ["kling/kling-v3-video-generation", { duration: 5, SR: "2160", audio: true }, null],
    ["pixverse/pixverse-c1-t2v", { duration: 5, SR: "720", audio: true }, null],
    ["vidu/viduq3-mix_reference2video", { duration: 5, SR: "540" }, null],
  ])("of %s for %j is %s", (model, usage, amount) => {
    expect(costOf(requestOf(model), usage, BEIJING)?.amount ?? null).toBe(amount);
  });

  it.each<readonly [model: string, parameters: Fields, usage: Fields, amount: string]>([
    ["wan2.6-t2v", { size: "1280*720" }, { duration: 5, SR: null }, "3.00"],
    ["wan2.2-s2v", { resolution: "720P" }, { video_duration: 10.23 }, "9.207"],
    ["wan2.2-s2v", { resolution: undefined }, { video_duration: 10.23 }, "5.115"],
    ["wan2.2-s2v", {}, { video_duration: 10.23, video_ratio: "standard" }, "9.207"],
    ["wan2.6-r2v-flash", { audio: false }, { duration: 4, SR: 720 }, "0.60"],
    ["wan2.2-animate-mix", { mode: "wan-pro" }, { video_duration: 2 }, "1.80"],
    ["qwen-image-3.0-pro", { size: "1500*1500" }, { output_image_count: 1 }, "0.25"],
    ["qwen-image-3.0-pro", { size: "1501*1500" }, { output_image_count: 1 }, "0.50"],
  ])(
    "of %s takes from the request %j what the usage %j lacks",
    (model, parameters, usage, amount) => {
      expect(costOf(requestOf(model, {}, parameters), usage, BEIJING)?.amount).toBe(amount);
    },
  );

  it("is unknown when the region has no price, or the model none", () => {
    const usage = { duration: 5, SR: 720 };
    expect(costOf(requestOf("wan2.6-t2v"), usage, { region: "ap-northeast-1" })).toBeNull();
    expect(costOf({ model: "sora", input: {} }, usage, BEIJING)).toBeNull();
  });

  it.each<readonly [string, "china" | "international" | undefined, string]>([
    // A host that is not the provider's counts as Beijing.
    ["http://127.0.0.1:3999/api/v1", undefined, "3.00 CNY"],
    ["https://dashscope.aliyuncs.com/api/v1", undefined, "3.00 CNY"],
    ["https://dashscope.aliyuncs.com/api/v1", "international", "0.430059 USD"],
    ["https://dashscope-intl.aliyuncs.com/api/v1", undefined, "0.50 USD"],
    ["https://dashscope-intl.aliyuncs.com/api/v1", "international", "0.50 USD"],
    ["https://dashscope-intl.aliyuncs.com/api/v1", "china", "3.66962 CNY"],
    ["https://dashscope-us.aliyuncs.com/api/v1", undefined, "0.43006 USD"],
  ])("at %s for an account of the site %s is %s", (baseUrl, site, expected) => {
    const usage = { duration: 5, SR: 720 };
    const cost = costOf(requestOf("wan2.6-t2v"), usage, marketOf({ baseUrl, site }));
    expect(`${cost?.amount} ${cost?.currency}`).toBe(expected);
  });
});

describe("estimateCost", () => {
  it.each<readonly [model: string, input: object, parameters: object, amount: string | null]>([
    ["wan2.6-t2v", {}, { size: undefined, duration: undefined }, "5.00"],
    ["wan2.6-t2v", {}, { size: "1280*720", duration: 10 }, "6.00"],
    ["wan2.6-t2v", {}, { size: "1*1" }, null],
    ["wan2.2-i2v-plus", {}, { resolution: "480P" }, "0.70"],
    ["wan2.2-s2v", {}, {}, "18.00"],
    ["wan2.2-animate-move", {}, { mode: "wan-pro" }, "18.00"],
    // At most 5 s of input are billed, however long the references are.
    ["wan2.6-r2v", {}, {}, "6.00"],
    ["wan2.6-r2v", { reference_urls: "x" }, {}, "3.00"],
    ["wan2.6-r2v-flash", {}, {}, "3.00"],
    ["wan2.6-r2v-flash", {}, { audio: false }, "1.50"],
    ["wan2.7-r2v", media("reference_image"), { duration: 10 }, "6.00"],
    ["wan2.7-r2v", media("reference_image", "reference_video"), { duration: 10 }, "9.00"],
    ["wan2.7-videoedit", {}, {}, null],
    ["wan3.0-video", {}, { duration: 5 }, "3.00"],
    ["wan3.0-video", {}, { duration: -1 }, "18.00"],
    ["wan3.0-video", media("reference_video"), { duration: 5 }, "18.00"],
    ["happyhorse-1.0-video-edit", {}, {}, "27.00"],
    ["wan2.2-t2i-plus", {}, { n: undefined }, "0.80"],
    ["wan2.2-t2i-plus", {}, { n: 2 }, "0.40"],
    ["wan2.7-image-pro", {}, { n: undefined }, "6.00"],
    ["wan2.7-image", {}, { n: undefined }, "0.20"],
    ["wan2.6-image", {}, { enable_interleave: true, n: 1 }, "1.00"],
    ["wan2.6-image", {}, { enable_interleave: true, max_images: 2 }, "0.40"],
    ["wan2.6-t2v", {}, { duration: "long", size: 7, resolution: 7 }, "5.00"],
    ["qwen-image-3.0-pro", {}, { size: undefined, n: 6 }, "3.00"],
    ["qwen-image-3.0-pro", messageOf({ text: "a" }), { size: "2048*2048", n: 1 }, "0.50"],
    ["kling/kling-v3-video-generation", {}, { mode: "std", audio: false, duration: 5 }, "3.00"],
    ["kling/kling-v3-video-generation", {}, { mode: "std", audio: undefined, duration: 5 }, "4.50"],
    ["kling/kling-v3-video-generation", {}, { mode: undefined, audio: false }, "8.00"],
    ["kling/kling-v3-video-generation", {}, { mode: "4k", audio: false }, null],
    [
      "kling/kling-v3-omni-video-generation",
      media("feature"),
      { mode: "std", duration: 5 },
      "4.50",
    ],
    // The result is as long as the base video, whatever the request says.
    ["kling/kling-v3-omni-video-generation", media("base"), { mode: "std", duration: 3 }, null],
    ["pixverse/pixverse-v5.6-t2v", {}, { size: "640*360", audio: undefined }, "2.35"],
    ["pixverse/pixverse-v5.6-t2v", {}, { size: "720*1280", audio: false }, "1.35"],
    ["pixverse/pixverse-v5.6-t2v", {}, { size: "1440*1440", audio: false }, "2.20"],
    ["pixverse/pixverse-v5.6-t2v", {}, { size: "large", audio: false }, null],
    ["pixverse/pixverse-v5.6-t2v", {}, { size: undefined, audio: false }, "2.20"],
    ["pixverse/pixverse-c1-t2v", {}, { audio: undefined }, null],
    ["vidu/viduq2-pro_reference2video", {}, { duration: 0 }, "3.125"],
    ["vidu/viduq2-pro_reference2video", {}, { duration: 3 }, "0.9375"],
    ["vidu/viduq3-pro_text2video", {}, { resolution: undefined }, "1.5625"],
    ["vidu/viduq3-pro_text2video", {}, { resolution: undefined, size: undefined }, "4.6875"],
  ])("of %s %j %j is %s", (model, input, parameters, amount) => {
    expect(estimateCost(requestOf(model, input, parameters), BEIJING)?.amount ?? null).toBe(amount);
  });

  it("is that of the region and of the account's site", () => {
    const request = requestOf("wan2.6-t2v", {}, { duration: 10 });
    expect(estimateCost(request, SINGAPORE)).toEqual({ amount: "1.00", currency: "USD" });
    expect(estimateCost(request, { ...SINGAPORE, site: "china" })).toEqual({
      amount: "7.33924",
      currency: "CNY",
    });
  });
});

describe("the cost of VACE", () => {
  const request = { model: "wan2.1-vace-plus", input: {} };

  it.each<[object, object | null]>([
    [{ video_duration: 5 }, { amount: "3.50", currency: "CNY" }],
    [{ video_duration: "3.23" }, { amount: "2.261", currency: "CNY" }],
    [{ duration: 0.1 }, { amount: "0.07", currency: "CNY" }],
    [{ video_duration: -1 }, null],
    [{ video_duration: "many" }, null],
    [{ video_duration: null }, null],
    [{}, null],
  ])("for %j is %j", (usage, cost) => {
    expect(costOf(request, { ...usage }, { region: undefined })).toEqual(cost);
  });

  it("is known before the request is sent", () => {
    expect(estimateCost(request, BEIJING)).toEqual({ amount: "3.50", currency: "CNY" });
    expect(estimateCost(request, { region: "us-east-1" })).toBeNull();
    expect(estimateCost({ model: "sora", input: {} }, BEIJING)).toBeNull();
  });
});

it("returns the currency in which an account is billed", () => {
  expect(currencyOf(BEIJING)).toBe("CNY");
  expect(currencyOf(SINGAPORE)).toBe("USD");
  expect(currencyOf({ ...SINGAPORE, site: "china" })).toBe("CNY");
  expect(currencyOf({ region: undefined })).toBe("CNY");
});
