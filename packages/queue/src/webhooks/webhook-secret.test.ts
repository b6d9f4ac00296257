import { expect, it } from "vitest";

import {
  seal,
  unseal,
  WEBHOOK_SECRET_BYTES,
  webhookSecretOf,
  webhookSecretText,
} from "./webhook-secret.ts";

const TEXT = webhookSecretText(new Uint8Array(WEBHOOK_SECRET_BYTES).fill(7));
const [key, other] = [1, 2].map((byte) => new Uint8Array(32).fill(byte)) as [
  Uint8Array,
  Uint8Array,
];
const iv = new Uint8Array(12).fill(3);

it("names a secret by a digest, and shows no more of it than its beginning (G7)", () => {
  const times = { createdAt: 1, expiresAt: null };
  expect(TEXT).toMatch(/^whsec_[\w+/]{43}=$/);
  expect(webhookSecretOf(TEXT, times)).toEqual({
    id: expect.stringMatching(/^whs_[0-9a-f]{12}$/) as string,
    prefix: "whsec_BwcH",
    ...times,
  });
});

it("reads a sealed secret with its key, even after another key became the first", () => {
  const sealed = seal(TEXT, "films", key, iv);
  expect(sealed).not.toContain(TEXT.slice(6, 20));
  expect(unseal(sealed, "films", [key])).toBe(TEXT);
  expect(unseal(sealed, "films", [other, key])).toBe(TEXT);
});

it("reads nothing with another key, for another tenant, or once it was changed", () => {
  const sealed = seal(TEXT, "films", key, iv);
  expect(unseal(sealed, "films", [other])).toBeNull();
  expect(unseal(sealed, "ads", [key])).toBeNull();
  expect(unseal(`B${sealed.slice(1)}`, "films", [key])).toBeNull();
  expect(unseal("", "films", [key])).toBeNull();
});
