import { describe, expect, it } from "vitest";

import { regionOf } from "./region.ts";

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
  ])("reads %s as %s", (url, region) => expect(regionOf(url)).toBe(region));
});
