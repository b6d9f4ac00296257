import { describe, expect, it } from "vitest";

import { IMAGE, times } from "../example.ts";
import { requestOf } from "../../../test/fixtures/examples.ts";
import type { AcceptedRow, RejectedRow } from "../../../test/fixtures/request-problems.ts";
import { NOT_A_SOURCE, problemsOf, tooLong } from "../../../test/fixtures/request-problems.ts";

const saying = (...content: readonly object[]) => ({ messages: [{ role: "user", content }] });
const CONTENT = "input.messages[0].content";
const words = { text: "a shop" };
const image = { image: IMAGE };

describe("Wan 2.6 image requests", () => {
  it.each<RejectedRow>([
    ["wan2.6-t2i", saying(words, image), {}, [`${CONTENT} must contain at most 0 images, has 1`]],
    [
      "wan2.6-t2i",
      saying({ text: "x".repeat(2_101) }),
      {},
      [`${CONTENT}[0].text ${tooLong(2_100)}`],
    ],
    [
      "wan2.6-t2i",
      { messages: [] },
      {},
      [
        "input.messages must contain exactly one message: the model does not hold conversations",
        `${CONTENT} must contain exactly one text, has 0`,
      ],
    ],
    [
      "wan2.6-image",
      saying(words, words, image),
      {},
      [`${CONTENT} must contain exactly one text, has 2`],
    ],
    ["wan2.6-image", saying(words), {}, [`${CONTENT} must contain at least 1 image, has 0`]],
    [
      "wan2.6-image",
      saying(words, ...times(5, image)),
      {},
      [`${CONTENT} must contain at most 4 images, has 5`],
    ],
    [
      "wan2.6-image",
      saying(words, { ...words, ...image }),
      {},
      [
        `${CONTENT}[1] must have either a text or an image`,
        `${CONTENT} must contain exactly one text, has 2`,
      ],
    ],
    ["wan2.6-image", saying(words, { image: "x" }), {}, [`${CONTENT}[1].image ${NOT_A_SOURCE}`]],
    [
      "wan2.6-image",
      {},
      { max_images: 2 },
      ["parameters.max_images has no effect unless enable_interleave is true: remove it"],
    ],
    [
      "wan2.6-image",
      saying(words, image, image),
      { enable_interleave: true },
      [
        `${CONTENT} must contain at most 1 images, has 2`,
        "parameters.n must be 1 when enable_interleave is true: use max_images",
        "parameters.prompt_extend has no effect when enable_interleave is true: remove it",
      ],
    ],
    ["wan2.6-image", {}, { size: "large" }, ["parameters.size must be 1K or 2K or width*height"]],
  ])("rejects %s %j %j", (model, input, parameters, problems) => {
    expect([...problemsOf(requestOf(model, input, parameters))].sort()).toEqual(
      [...problems].sort(),
    );
  });

  it.each<AcceptedRow>([
    [
      "wan2.6-image",
      saying(words),
      { enable_interleave: true, n: 1, max_images: 5, prompt_extend: undefined },
    ],
  ])("accepts %s %j %j", (model, input, parameters) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual([]);
  });
});
