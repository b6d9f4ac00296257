import { expect, test } from "vitest";

import { findCaller } from "./caller.ts";
import { PROVIDER_ERRORS } from "./provider-error.ts";

test("a key identifies its account", () => {
  const access = { accountOfKey: new Map([["sk-1", "one"]]), standingOf: () => "good" as const };
  expect(findCaller("Bearer sk-1", access)).toMatchObject({ account: "one" });
  expect(findCaller("bearer sk-2", access)).toBe(PROVIDER_ERRORS.keyWrong);
  expect(findCaller("Basic sk-1", access)).toBe(PROVIDER_ERRORS.keyMissing);
  expect(findCaller(undefined, access)).toBe(PROVIDER_ERRORS.keyMissing);
});
