import { expect, test } from "vitest";

import { settingsOf } from "./settings.ts";

const LIMIT = { submitsPerSecond: 9, maxInFlight: 9 };

test("limits are set by model, and by * for all other models", () => {
  const { limitOf } = settingsOf({ limits: { "wan2.1-vace-plus": LIMIT } });
  expect(limitOf("wan2.1-vace-plus").maxInFlight).toBe(9);
  expect(limitOf("wan2.6-t2v")).toEqual({ submitsPerSecond: 5, maxInFlight: 5 });
  expect(limitOf("gone").maxInFlight).toBeGreaterThan(1000);
  expect(settingsOf({ limits: { "*": LIMIT } }).limitOf("wan2.6-t2v")).toEqual(LIMIT);
});
