import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  beijingDigits,
  beijingTime,
  parseBeijingDigits,
  parseBeijingTime,
} from "./beijing-time.ts";

describe("Beijing's time", () => {
  it("is eight hours ahead of UTC", () => {
    expect(parseBeijingTime("2025-05-15 16:14:44.723")).toBe(Date.UTC(2025, 4, 15, 8, 14, 44, 723));
    expect(parseBeijingTime("2023-10-25 09:45:16")).toBe(Date.UTC(2023, 9, 25, 1, 45, 16));
    expect(beijingDigits(Date.UTC(2025, 4, 15, 20, 14, 44))).toBe("20250516041444");
  });

  it.each([null, undefined, 7, "", "yesterday", "2025-13-45 99:99:99"])(
    "does not parse %s",
    (text) => {
      expect(parseBeijingTime(text)).toBeNull();
    },
  );

  it("parses what it formats", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (second) => {
        const digits = beijingDigits(second * 1000);
        const text = digits.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, "$1-$2-$3 $4:$5:$6");
        expect(parseBeijingTime(text)).toBe(second * 1000);
      }),
    );
  });

  it("parses and formats digits", () => {
    const time = Date.UTC(2025, 4, 15, 20, 14, 44);
    expect(parseBeijingDigits("20250516041444")).toBe(time);
    expect(beijingTime(time)).toBe("2025-05-16 04:14:44.000");
  });

  it.each(["", "2025", "20250230120000", "20251301000000", "2025-05-16"])(
    "does not parse the digits %j",
    (digits) => expect(parseBeijingDigits(digits)).toBeNull(),
  );
});
