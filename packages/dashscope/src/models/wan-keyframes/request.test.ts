import { describe, expect, it } from "vitest";

import { requestOf } from "../../../test/fixtures/examples.ts";
import type { RejectedRow } from "../../../test/fixtures/request-problems.ts";
import {
  CHINESE,
  FIVE_SECONDS,
  problemsOf,
  tooLong,
} from "../../../test/fixtures/request-problems.ts";

describe("Wan keyframes to video requests", () => {
  it.each<RejectedRow>([
    [
      "wan2.2-kf2v-flash",
      { first_frame_url: undefined },
      {},
      ["input.first_frame_url is required"],
    ],
    [
      "wanx2.1-kf2v-plus",
      { last_frame_url: "https://media.example/图.png" },
      {},
      [`input.last_frame_url ${CHINESE}`],
    ],
    ["wanx2.1-kf2v-plus", {}, { resolution: "480P" }, ['parameters.resolution must be "720P"']],
    ["wan2.2-kf2v-flash", {}, { duration: 10 }, [FIVE_SECONDS]],
    ["wan2.2-kf2v-flash", { prompt: "x".repeat(801) }, {}, [`input.prompt ${tooLong(800)}`]],
  ])("rejects %s %j %j", (model, input, parameters, problems) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual(problems);
  });
});
