import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { CATALOG, findModel, limitGroupOf, modelsOfRegion } from "./catalog.ts";
import { tierOfSize } from "./frame-sizes.ts";
import { unitPriceOf } from "./prices.ts";
import type { Region } from "./regions.ts";

const bodyOf = (model: string, input: object, parameters: object = {}) => ({
  model,
  input: { ...input },
  parameters: { ...parameters },
});

/** What a create request produces, and the price of a second or an image of it. */
function outputOf(id: string, input: object = {}, parameters: object = {}, inputSeconds = 5) {
  const output = findOutput(id, input, parameters, inputSeconds);
  return [output.parts || output.seconds, output.inputSeconds, priceIn("cn-beijing", id, output)];
}

function findOutput(id: string, input: object, parameters: object, inputSeconds = 5) {
  const model = findModel(id);
  if (model === undefined) throw new Error(id);
  return model.output(bodyOf(id, input, parameters), inputSeconds);
}

function priceIn(region: Region, id: string, { rate, tier }: ReturnType<typeof findOutput>) {
  return unitPriceOf(findModel(id)?.prices ?? {}, region, rate ?? tier).unitPrice;
}

test("each region has its own ids", () => {
  expect(modelsOfRegion("cn-beijing")).toContain("wanx2.1-vace-plus");
  expect(modelsOfRegion("cn-beijing")).not.toContain("wan2.1-vace-plus");
  expect(modelsOfRegion("ap-southeast-1")).toContain("wan2.1-vace-plus");
  expect(modelsOfRegion("us-east-1")).toContain("wan2.6-t2v-us");
});

test("ids are unique, and vendor families share their limits", () => {
  expect(new Set(CATALOG.map(({ id }) => id)).size).toBe(CATALOG.length);
  expect(limitGroupOf("vidu/viduq2_text2video")).toBe(limitGroupOf("vidu/viduq3-pro_img2video"));
  expect(limitGroupOf("pixverse/pixverse-v6-kf2v")).not.toBe(
    limitGroupOf("pixverse/pixverse-c1-kf2v"),
  );
  expect(limitGroupOf("wan2.6-t2v")).toBe("wan2.6-t2v");
});

describe("the output of a create request", () => {
  test.each([
    ["image_reference", 3, 5],
    ["video_extension", 3, 5],
    ["video_repainting", 3, 3],
    ["video_edit", 3.2, 3.2],
    ["video_outpainting", 9, 5],
  ])("of VACE's %s with %d s of input has %d s", (name, inputSeconds, seconds) => {
    expect(outputOf("wan2.1-vace-plus", { function: name }, {}, inputSeconds)).toEqual([
      seconds,
      0,
      "0.70",
    ]);
  });

  const media = (...types: string[]) => ({ media: types.map((type) => ({ type })) });
  test.each<[string, object, object, (number | string)[]]>([
    ["wan2.5-t2v-preview", {}, {}, [5, 0, "1.00"]],
    ["wan2.5-t2v-preview", {}, { duration: 10, size: "832*480" }, [10, 0, "0.30"]],
    ["wan2.6-t2v", {}, { size: "832*480" }, [5, 0, "0"]],
    ["wan2.2-i2v-plus", {}, { resolution: "480P" }, [5, 0, "0.14"]],
    ["wan2.6-r2v", { reference_urls: ["http://a/1.mp4", "http://a/1.png"] }, {}, [5, 5, "1.00"]],
    ["wan2.2-kf2v-flash", {}, {}, [5, 0, "0.20"]],
    ["wan2.2-animate-mix", {}, { mode: "wan-pro" }, [5, 0, "0.9"]],
    ["wan2.6-i2v-flash", {}, {}, [5, 0, "0.50"]],
    ["wan2.6-r2v-flash", { reference_urls: [] }, { audio: false }, [5, 0, "0.25"]],
    [
      "wan2.6-r2v",
      { reference_urls: ["http://a/1.mp4", "http://a/2.mp4"] },
      { size: "1280*720" },
      [5, 5, "0.60"],
    ],
    ["wan2.7-r2v", media("reference_video", "reference_video"), {}, [5, 5, "1.00"]],
    ["wan2.7-r2v", media("reference_image"), { duration: 8 }, [8, 0, "1.00"]],
    ["wan2.2-s2v", {}, {}, [5, 0, "0.5"]],
    ["wan2.7-videoedit", {}, { duration: 0 }, [5, 5, "1.00"]],
    [
      "wan3.0-video",
      media("reference_video"),
      { duration: 30, resolution: "720P" },
      [25, 5, "0.60"],
    ],
    ["wan3.0-video", {}, { duration: -1 }, [5, 0, "1.20"]],
    ["happyhorse-1.0-video-edit", {}, { resolution: "720P" }, [5, 5, "0.90"]],
    ["wan2.2-t2i-plus", {}, {}, [4, 0, "0.20"]],
    ["qwen-image", {}, {}, [1, 0, "0.25"]],
    ["wan2.6-image", {}, { enable_interleave: true, max_images: 3 }, [3, 0, "0.20"]],
    ["wan2.6-image", {}, { enable_interleave: true }, [5, 0, "0.20"]],
    ["wan2.7-image-pro", {}, { enable_sequential: true }, [12, 0, "0.50"]],
    ["wan2.7-image", {}, { n: 2 }, [2, 0, "0.20"]],
    ["qwen-image-3.0-pro", {}, {}, [1, 0, "0.25"]],
    ["qwen-image-3.0-pro", {}, { n: 3, size: "2048*2048" }, [3, 0, "0.50"]],
    ["kling/kling-v3-image-generation", {}, { n: 2 }, [2, 0, "0.20"]],
    ["kling/kling-v3-omni-image-generation", {}, { result_type: "series" }, [4, 0, "0"]],
    ["vidu/viduq2-pro_reference2image", {}, {}, [1, 0, "0"]],
    ["vidu/viduq3-pro_text2video", {}, { duration: 16 }, [16, 0, "0.78125"]],
    ["vidu/viduq2-pro_reference2video", {}, { duration: 0 }, [5, 0, "0.3125"]],
    ["vidu/viduq3-mix_reference2video", {}, { resolution: "1080P" }, [5, 0, "0.9375"]],
    ["kling/kling-v3-video-generation", {}, {}, [5, 0, "0.8"]],
    ["kling/kling-v3-video-generation", {}, { mode: "std", audio: true }, [5, 0, "0.9"]],
    ["kling/kling-v3-omni-video-generation", media("base"), { duration: 3 }, [5, 0, "1.2"]],
    ["kling/kling-v3-video-generation", {}, { mode: "4k" }, [5, 0, "0"]],
    ["pixverse/pixverse-v6-t2v", {}, { duration: 5, size: "1920*1080" }, [5, 0, "0.53"]],
    ["pixverse/pixverse-v6-t2v", {}, { duration: 5, audio: true }, [5, 0, "0.36"]],
    ["pixverse/pixverse-v5.6-t2v", {}, { duration: 5, size: "640*360" }, [5, 0, "0.21"]],
    ["pixverse/pixverse-v6-r2v-omni", media("video_url"), { duration: 0 }, [5, 0, "0"]],
    ["pixverse/pixverse-lipsync", media("audio_url"), {}, [5, 0, "0"]],
    ["videoretalk", {}, {}, [5, 0, "0.08"]],
    ["video-style-transform", {}, { min_len: 540 }, [5, 0, "0.2"]],
    ["fun-asr", { file_urls: ["http://a/1", "http://a/2"] }, {}, [2, 0, "0.00022"]],
    ["qwen3-asr-flash-filetrans", {}, { channel_id: [0, 1] }, [10, 0, "0.00022"]],
    ["Tripo/Tripo-P1.0", {}, {}, [1, 0, "0"]],
  ])("of %s with %j and %j", (id, input, parameters, made) => {
    expect(outputOf(id, input, parameters)).toEqual(made);
  });

  test("of a spoken text has a second for every 15 bytes", () => {
    const content = "你好，世界。";
    const speech = { media: [{ type: "lip_sync_tts_content", content }] };
    expect(outputOf("pixverse/pixverse-lipsync", speech)).toEqual([2, 0, "0"]);
  });

  test.each<[string, object, Region, string]>([
    ["wan2.6-t2v", {}, "ap-southeast-1", "0.15"],
    ["wan2.6-t2v", { size: "1280*720" }, "us-east-1", "0.086012"],
    ["wan2.6-t2v-us", {}, "us-east-1", "0.15"],
    ["wan2.1-vace-plus", {}, "ap-southeast-1", "0.10"],
    ["wan3.0-video-prime", {}, "ap-southeast-1", "2.04"],
    ["wan2.6-image", {}, "eu-central-1", "0.028671"],
  ])("of %s with %j in %s costs %s", (id, parameters, region, price) => {
    expect(priceIn(region, id, findOutput(id, {}, parameters))).toBe(price);
  });

  test("an unknown size has no tier", () => {
    expect(tierOfSize("1*1")).toBeNull();
  });
});

test("the README lists for every model what is checked, and the source", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const rows = [
    ...readme.matchAll(/^\| `([^`]+)` +\| (.+?) +\| (docs|third party|inferred) +\|$/gm),
  ];
  const table = rows.map(([, id, checked, source]) => [id, checked, source]);
  expect(table).toEqual(CATALOG.map(({ id, checked, source }) => [id, checked, source]));
});
