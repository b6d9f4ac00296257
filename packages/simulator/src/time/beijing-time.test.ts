import * as fc from "fast-check";
import { expect, test } from "vitest";

import { formatBeijing, parseBeijingDigits } from "./beijing-time.ts";

test("formats times eight hours ahead of UTC, as DashScope does", () => {
  expect(formatBeijing(Date.UTC(2025, 4, 15, 8, 14, 44, 723))).toBe("2025-05-15 16:14:44.723");
  expect(formatBeijing(Date.UTC(2025, 11, 31, 16, 0, 0, 0))).toBe("2026-01-01 00:00:00.000");
});

test("parses the digits that LIST accepts", () => {
  expect(parseBeijingDigits("20250515161444")).toBe(Date.UTC(2025, 4, 15, 8, 14, 44));
});

test.each([
  "",
  "2025051516144",
  "20250230000000",
  "20251315000000",
  "1747296884723",
  "2025-05-15 16:14",
])("rejects %j as a time", (text) => expect(parseBeijingDigits(text)).toBeNull());

test("parses what it formats, to the second", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
      const digits = formatBeijing(seconds * 1000)
        .slice(0, 19)
        .replaceAll(/\D/g, "");
      expect(parseBeijingDigits(digits)).toBe(seconds * 1000);
    }),
  );
});
