import { describe, expect, it } from "vitest";

import { requestOf } from "../../../test/fixtures/examples.ts";
import type { RejectedRow } from "../../../test/fixtures/request-problems.ts";
import { problemsOf } from "../../../test/fixtures/request-problems.ts";

describe("Qwen text to image requests", () => {
  it.each<RejectedRow>([
    ["qwen-image", {}, { n: 2 }, ["parameters.n must be 1: the model makes one image"]],
    [
      "qwen-image-plus",
      {},
      { size: "1024*1024" },
      [
        'parameters.size must be one of "1664*928", "928*1664", "1328*1328", "1472*1104", "1104*1472", "1472*1140", "1140*1472"',
      ],
    ],
  ])("rejects %s %j %j", (model, input, parameters, problems) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual(problems);
  });
});
