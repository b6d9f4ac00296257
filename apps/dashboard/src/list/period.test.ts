import { expect, it } from "vitest";

import { boundsOf, fieldTime, timeIn } from "./period.ts";

const NOW = Date.UTC(2026, 10, 27, 12);
const NONE = { created_within: undefined, created_after: undefined, created_before: undefined };

it.each([
  ["2026-11-27T08:00", Date.UTC(2026, 10, 27, 8), "2026-11-27T08:00"],
  ["2026-11-27T08:00:30", Date.UTC(2026, 10, 27, 8, 0, 30), "2026-11-27T08:00:30"],
  ["2026-11-27T08:00:00Z", Date.UTC(2026, 10, 27, 8), "2026-11-27T08:00"],
  ["2026-11-27T16:00:00+08:00", Date.UTC(2026, 10, 27, 8), "2026-11-27T08:00"],
  ["2026-11-31T08:00", null, ""],
  ["yesterday", null, ""],
])("reads %s, as UTC if it has no offset", (text, at, field) => {
  expect([timeIn(text), fieldTime(text)]).toEqual([at, field]);
});

it("leaves the field of a time empty that nobody asks for", () => {
  expect(fieldTime(undefined)).toBe("");
});

it.each([
  [{}, undefined, undefined],
  [{ created_within: "1h" }, NOW - 3_600_000, undefined],
  [{ created_within: "24h", created_after: "2026-11-27T08:00" }, NOW - 4 * 3_600_000, undefined],
  [{ created_within: "1h", created_after: "2026-11-27T08:00" }, NOW - 3_600_000, undefined],
  [{ created_before: "2026-11-27T08:00" }, undefined, NOW - 4 * 3_600_000],
] as const)("bounds %j by both of its ends", (given, createdAfter, createdBefore) => {
  expect(boundsOf({ ...NONE, ...given }, NOW)).toEqual({ createdAfter, createdBefore });
});
