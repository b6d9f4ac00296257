import { expect, it } from "vitest";

import { requestOf } from "../../../test/fixtures/examples.ts";
import { problemsOf } from "../../../test/fixtures/request-problems.ts";

it.each([
  [{ style: 8 }, ["parameters.style must be at most 7"]],
  [{ video_fps: 14 }, ["parameters.video_fps must be at least 15"]],
  [{ min_len: 1080 }, ["parameters.min_len must be one of 720, 540"]],
])("video style transform rejects %j", (parameters, problems) => {
  expect(problemsOf(requestOf("video-style-transform", {}, parameters))).toEqual(problems);
});
