import { expect, it } from "vitest";

import { resultOrigins } from "./result-origins.ts";

it.each([
  ["http://127.0.0.1:4000/api/v1", ["http://127.0.0.1:4000"]],
  ["https://dashscope-intl.aliyuncs.com/api/v1", ["https://oss-ap-southeast-1.aliyuncs.com"]],
  ["https://relay.example/api/v1", []],
])("looks for the results of %s at %j", (baseUrl, origins) => {
  expect(resultOrigins(baseUrl)).toEqual(origins);
});

it("knows several hosts in Beijing", () => {
  expect(resultOrigins("https://dashscope.aliyuncs.com/api/v1")).toContain(
    "https://dashscope-result-bj.oss-cn-beijing.aliyuncs.com",
  );
});
