import { expect, it } from "vitest";

import { apiKeyDigest, apiKeyId, apiKeyOfHash, apiKeyText, isApiKey } from "./api-key.ts";

const KEY = apiKeyText(new Uint8Array(24).fill(255));

it("names a key by its beginning, and stores no more of it than a digest (G7)", () => {
  expect(KEY).toBe(`dq_${"_".repeat(32)}`);
  expect([KEY, "dq", "sk-1"].map(isApiKey)).toEqual([true, false, false]);
  expect(apiKeyId(KEY)).toBe("dq_________");
  expect(apiKeyDigest(KEY)).toMatch(/^[0-9a-f]{64}$/);
});

it("reads the hash of a key", () => {
  const used = { tenant: "films", id: "dq_1", createdAt: "1", expiresAt: "2", lastUsedAt: "3" };
  expect(apiKeyOfHash(used)).toEqual({
    tenant: "films",
    id: "dq_1",
    createdAt: 1,
    expiresAt: 2,
    lastUsedAt: 3,
  });
  const unused = { tenant: "films", id: "dq_1", createdAt: "1" };
  expect(apiKeyOfHash(unused)).toMatchObject({ expiresAt: null, lastUsedAt: null });
  expect(apiKeyOfHash({})).toBeNull();
});
