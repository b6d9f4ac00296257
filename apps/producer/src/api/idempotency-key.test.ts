import { expect, test } from "vitest";

import { readIdempotencyKey } from "./idempotency-key.ts";

test.each([undefined, "a", "a".repeat(255)])("%j is fine", (key) => {
  expect(readIdempotencyKey(key)).toEqual({ ok: true, key });
});

test.each(["", "a".repeat(256)])("%j is wrong", (key) => {
  expect(readIdempotencyKey(key).ok).toBe(false);
});
