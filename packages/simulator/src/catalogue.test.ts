import { expect, test } from "vitest";

import { exampleTask } from "./__fixtures__/task.ts";
import { catalogue, findModel, modelsOfRegion } from "./catalogue.ts";
import { tierOfSize } from "./text-to-video-checks.ts";
import { usageOf } from "./usage.ts";

const bodyOf = (model: string, input: object, parameters: object = {}) => ({
  model,
  input: { ...input },
  parameters: { ...parameters },
});

test("a region has ids of its own", () => {
  expect(modelsOfRegion("cn-beijing")).toContain("wanx2.1-vace-plus");
  expect(modelsOfRegion("cn-beijing")).not.toContain("wan2.1-vace-plus");
  expect(modelsOfRegion("ap-southeast-1")).toContain("wan2.1-vace-plus");
});

test.each([
  ["image_reference", 3, 5],
  ["video_extension", 3, 5],
  ["video_repainting", 3, 3],
  ["video_edit", 3.2, 3.2],
  ["video_outpainting", 9, 5],
])("VACE's %s with %d s in gives %d s", (name, inputSeconds, seconds) => {
  const model = findModel("wan2.1-vace-plus");
  expect(model?.outputSeconds(bodyOf("m", { function: name }), inputSeconds)).toBe(seconds);
  expect(model?.pricePerSecond(null)).toBe("0.70");
});

test("Wan's text-to-video is as long as asked, and priced by its frame size", () => {
  const model = findModel("wan2.5-t2v-preview");
  expect(model?.outputSeconds(bodyOf("m", {}), 5)).toBe(5);
  expect(model?.outputSeconds(bodyOf("m", {}, { duration: 10 }), 5)).toBe(10);
  expect(["832*480", "1280*720", "1920*1080", null].map((size) => model?.pricePerSecond(size))).toEqual([
    "0.30",
    "0.60",
    "1.00",
    "1.00",
  ]);
  expect(findModel("wan2.6-t2v")?.pricePerSecond("832*480")).toBe("0");
  expect(tierOfSize("1*1")).toBeNull();
});

test.each([
  ["wan2.6-t2v", { size: "1280*720", duration: 15, shot_type: "multi" }, "nothing"],
  ["wan2.6-t2v", { size: "832*480" }, "parameters.size"],
  ["wan2.6-t2v", { duration: 1 }, "parameters.duration"],
  ["wan2.5-t2v-preview", { size: "832*480", duration: 10 }, "nothing"],
  ["wan2.5-t2v-preview", { duration: 7 }, "parameters.duration"],
])("%s with %j has a problem with %s", (id, parameters, field) => {
  const body = bodyOf(id, { prompt: "a girl", function: "video-synthesis" }, parameters);
  const checks = findModel(id)?.checks ?? [];
  const found = checks
    .map(({ find }) => find({ body, resolvesOss: false }))
    .find((problem) => problem !== null);
  expect(found?.message ?? "nothing").toContain(field);
});

test("ids are unique", () => {
  expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
});

test("every generation of models has its own usage", () => {
  const task = exampleTask({ size: "832*480", outputSeconds: 5 });
  expect(usageOf(task, "vace")).toEqual({ video_duration: 5, video_ratio: "standard", video_count: 1 });
  expect(usageOf(task, "wan-2.5-t2v")).toEqual({ video_duration: 5, video_ratio: "832*480", video_count: 1 });
  const usage = {
    duration: 5,
    input_video_duration: 0,
    output_video_duration: 5,
    SR: 480,
    video_count: 1,
    size: "832*480",
  };
  expect(usageOf(task, "wan-2.6")).toEqual(usage);
  expect(usageOf({ ...task, audio: true }, "wan-2.6")).toEqual({ ...usage, audio: true });
});
