import { expect, it } from "vitest";

import { readIdempotencyKey } from "./idempotency-key.ts";

it("reads no key from a request without the header", () => {
  expect(readIdempotencyKey(undefined, "caller")).toEqual({ ok: true, key: undefined });
});

it.each(["a", "a".repeat(255)])("scopes the key %j to its caller", (header) => {
  expect(readIdempotencyKey(header, "caller")).toEqual({ ok: true, key: `caller:${header}` });
});

it.each(["", "a".repeat(256)])("rejects the key %j", (header) => {
  expect(readIdempotencyKey(header, "caller").ok).toBe(false);
});
