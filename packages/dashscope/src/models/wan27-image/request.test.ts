import { describe, expect, it } from "vitest";

import { IMAGE, times } from "../example.ts";
import { requestOf } from "../../../test/fixtures/examples.ts";
import type { AcceptedRow, RejectedRow } from "../../../test/fixtures/request-problems.ts";
import { problemsOf, tooLong } from "../../../test/fixtures/request-problems.ts";

const saying = (...content: readonly object[]) => ({ messages: [{ role: "user", content }] });
const CONTENT = "input.messages[0].content";
const words = { text: "a shop" };
const image = { image: IMAGE };

describe("Wan 2.7 image requests", () => {
  it.each<RejectedRow>([
    [
      "wan2.7-image",
      saying(words, ...times(10, image)),
      {},
      [`${CONTENT} must contain at most 9 images, has 10`],
    ],
    [
      "wan2.7-image",
      saying({ text: "x".repeat(5_001) }),
      {},
      [`${CONTENT}[0].text ${tooLong(5_000)}`],
    ],
    [
      "wan2.7-image",
      {},
      { n: 5 },
      ["parameters.n must be at most 4 unless enable_sequential is true"],
    ],
    ["wan2.7-image", {}, { n: 13, enable_sequential: true }, ["parameters.n must be at most 12"]],
    [
      "wan2.7-image",
      {},
      { size: "4K" },
      [
        "parameters.size must be 1K or 2K or width*height with 768*768 to 2048*2048 pixels in total and a ratio of 1:8 to 8:1",
      ],
    ],
    [
      "wan2.7-image-pro",
      saying(words, image),
      {},
      ["parameters.size must be at most 2K or 2048*2048 pixels when the message contains images"],
    ],
    [
      "wan2.7-image-pro",
      saying(words, image),
      { size: "4096*4096" },
      ["parameters.size must be at most 2K or 2048*2048 pixels when the message contains images"],
    ],
    [
      "wan2.7-image",
      {},
      { color_palette: times(3, { hex: "red", ratio: "23.51" }).slice(2) },
      [
        "parameters.color_palette must have at least 3 entries",
        "parameters.color_palette[0].hex must be a color of six hexadecimal digits, such as #C2D1E6",
        "parameters.color_palette[0].ratio must be a percentage, such as 23.51%",
      ],
    ],
  ])("rejects %s %j %j", (model, input, parameters, problems) => {
    expect([...problemsOf(requestOf(model, input, parameters))].sort()).toEqual(
      [...problems].sort(),
    );
  });

  it.each<AcceptedRow>([
    ["wan2.7-image", saying(words, ...times(9, image)), { size: "2048*2048" }],
    ["wan2.7-image-pro", {}, { size: "4096*2048" }],
  ])("accepts %s %j %j", (model, input, parameters) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual([]);
  });
});
