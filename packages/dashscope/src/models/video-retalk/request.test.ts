import { expect, it } from "vitest";

import { requestOf } from "../../../test/fixtures/examples.ts";
import { problemsOf } from "../../../test/fixtures/request-problems.ts";

it.each([
  [{ audio_url: undefined }, {}, ["input.audio_url is required"]],
  [{}, { query_face_threshold: 201 }, ["parameters.query_face_threshold must be at most 200"]],
])("VideoRetalk rejects %j %j", (input, parameters, problems) => {
  expect(problemsOf(requestOf("videoretalk", input, parameters))).toEqual(problems);
});
