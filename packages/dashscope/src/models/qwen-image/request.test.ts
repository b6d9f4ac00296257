import { describe, expect, it } from "vitest";

import { IMAGE, messageOf, times } from "../example.ts";
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
    [
      "qwen-image-3.0",
      messageOf({ text: "a" }, ...times(11, { image: IMAGE })),
      { n: 7, size: "2K", prompt_extend_mode: "fast" },
      [
        "parameters.n must be at most 6",
        "parameters.size must be width*height with 512*512 to 2048*2048 pixels in total and a ratio of 1:8 to 8:1",
        'parameters.prompt_extend_mode must be one of "direct", "agent"',
        "input.messages[0].content must contain at most 10 images, has 11",
      ],
    ],
    [
      "qwen-image-3.0-pro",
      messageOf({ text: " " }),
      {},
      ["input.messages[0].content[0].text must not be blank: leave it out, or say what to make"],
    ],
  ])("rejects %s %j %j", (model, input, parameters, problems) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual(problems);
  });
});
