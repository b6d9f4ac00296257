import { describe, expect, it } from "vitest";

import { retryAfterMs } from "./retry-after.ts";

describe("retryAfterMs", () => {
  const now = Date.UTC(2026, 10, 22, 10);
  it.each<[Record<string, unknown>, number | null]>([
    [{}, null],
    [{ "retry-after": "3" }, 3_000],
    [{ "retry-after": "Sun, 22 Nov 2026 10:00:30 GMT" }, 30_000],
    [{ "retry-after": "Sun, 22 Nov 2026 09:00:00 GMT" }, 0],
    [{ "retry-after-ms": "250", "retry-after": "3" }, 250],
    [{ "retry-after": "soon" }, null],
    [{ "retry-after": "" }, null],
    [{ "retry-after": "-1" }, 0],
    [{ "retry-after": ["3"] }, null],
  ])("reads %j as %s", (headers, expected) => {
    // V8 parses "-1" as a date in 2001, which is in the past.
    expect(retryAfterMs(headers, now)).toBe(expected);
  });
});
