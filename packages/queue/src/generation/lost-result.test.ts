import { expect, it } from "vitest";

import { FAILURE, SAMPLES } from "../../test/fixtures/generations.ts";
import { lostResultOf } from "./lost-result.ts";

const { succeeded, failed, running } = SAMPLES;
if (succeeded.status !== "succeeded" || failed.status !== "failed") throw new Error("mixed up");
const expired = { ...FAILURE, kind: "expired" } as const;
const { expiresAt: expiredAt } = succeeded.result;

it("is a paid result of which no file could be copied in time", () => {
  const lost = { ...failed, result: succeeded.result, failure: expired };
  expect(lostResultOf(lost)).toEqual({ expiredAt, stored: 0, lost: null });
  expect(lostResultOf({ ...lost, failure: FAILURE })).toBeNull();
  expect(lostResultOf({ ...lost, result: null })).toBeNull();
});

it("is the part of a batch that could not be copied in time", () => {
  const missing = [{ index: 1, name: "2.png", failure: expired }];
  const stored = succeeded.files.length;
  expect(lostResultOf({ ...succeeded, missing })).toEqual({ expiredAt, stored, lost: 1 });
  expect(lostResultOf(succeeded)).toBeNull();
  expect(lostResultOf(running)).toBeNull();
});
