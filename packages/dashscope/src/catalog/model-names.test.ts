import { describe, expect, it } from "vitest";

import { isSameModel, limitGroupOf, modelsInGroup } from "./catalog.ts";

describe("the names of a model", () => {
  it.each([
    ["wan2.1-vace-plus", "wanx2.1-vace-plus", true],
    ["wanx2.1-vace-plus", "wan2.1-vace-plus", true],
    ["wan2.6-t2v", "wan2.6-i2v", false],
    ["unknown", "unknown", true],
    ["wan2.6-t2v", "unknown", false],
    ["wan2.6-t2v", "wan2.6-t2v-2026-09-01", true],
    ["wan2.7-t2v-2026-04-25", "wan2.7-t2v", true],
    ["wan2.1-vace-plus-2026-09-01", "wanx2.1-vace-plus", true],
    ["wan2.7-t2v", "wan2.7-i2v-2026-04-25", false],
    ["wan2.6-t2v", "toString", false],
  ])("%s and %s are the same model: %s", (one, other, same) => {
    expect(isSameModel(one, other)).toBe(same);
  });

  it("share limits, as do all models of some vendors", () => {
    expect(limitGroupOf("wanx2.1-vace-plus")).toBe("wan2.1-vace-plus");
    expect(modelsInGroup("wan2.1-vace-plus")).toEqual(["wan2.1-vace-plus", "wanx2.1-vace-plus"]);
    expect(modelsInGroup("kling")).toEqual([
      "kling/kling-v3-video-generation",
      "kling/kling-v3-omni-video-generation",
      "kling/kling-v3-image-generation",
      "kling/kling-v3-omni-image-generation",
    ]);
    expect(modelsInGroup("unknown")).toEqual(["unknown"]);
  });
});
