import { describe, expect, it } from "vitest";

import { IMAGE, messageOf, times } from "../example.ts";
import { requestOf } from "../../../test/fixtures/examples.ts";
import type { RejectedRow } from "../../../test/fixtures/request-problems.ts";
import { problemsOf, tooLong } from "../../../test/fixtures/request-problems.ts";

const ONE = "kling/kling-v3-image-generation";
const OMNI = "kling/kling-v3-omni-image-generation";
const image = { image: IMAGE };

describe("Kling image requests", () => {
  it.each<RejectedRow>([
    [
      ONE,
      messageOf({ text: "x".repeat(2_501) }, image, image),
      { n: 10, resolution: "4k" },
      [
        `input.messages[0].content[0].text ${tooLong(2_500)}`,
        "parameters.n must be at most 9",
        'parameters.resolution must be one of "1k", "2k"',
        "input.messages[0].content must contain at most 1 images, has 2",
      ],
    ],
    [
      ONE,
      { element_list: times(10, { element_id: 171 }) },
      {},
      ["input.element_list must have at most 10 entries together with the images, has 11"],
    ],
    [
      ONE,
      {},
      { result_type: "series" },
      ["parameters.result_type is not a known field: remove it"],
    ],
    [
      OMNI,
      {},
      { result_type: "single" },
      ["parameters.series_amount has no effect unless result_type is series: remove it"],
    ],
    [OMNI, {}, { series_amount: 10 }, ["parameters.series_amount must be at most 9"]],
  ])("rejects %s %j %j", (model, input, parameters, problems) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual(problems);
  });
});
