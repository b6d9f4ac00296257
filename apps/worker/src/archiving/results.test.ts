import { expect, it } from "vitest";

import { FILE } from "../../test/fixtures/generations.ts";
import { resultsOf } from "./results.ts";

const cover = { ...FILE, name: "image-2.png" };
const task = { files: [FILE], otherFiles: [cover] };

it("returns the documented files of a known model, and every link of any other", () => {
  expect(resultsOf("wan2.1-vace-plus", task)).toEqual([FILE]);
  expect(resultsOf("tomorrow", task)).toEqual([FILE, cover]);
  expect(resultsOf(null, { files: [FILE] })).toEqual([FILE]);
});

it("falls back to links in other places if the documented ones are empty", () => {
  expect(resultsOf("wan2.1-vace-plus", { ...task, files: [] })).toEqual([cover]);
});
