import { describe, expect, it } from "vitest";

import { requestOf } from "../../../test/fixtures/examples.ts";
import type { RejectedRow } from "../../../test/fixtures/request-problems.ts";
import { NOT_A_SOURCE, problemsOf } from "../../../test/fixtures/request-problems.ts";

describe("Wan 2.5 image editing requests", () => {
  it.each<RejectedRow>([
    ["wan2.5-i2i-preview", { images: [] }, {}, ["input.images must have at least 1 entry"]],
    ["wan2.5-i2i-preview", { images: ["x"] }, {}, [`input.images[0] ${NOT_A_SOURCE}`]],
  ])("rejects %s %j %j", (model, input, parameters, problems) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual(problems);
  });
});
