import { expect, it } from "vitest";

import { webhookEnv } from "./shared-env.ts";

it.each([
  [`whsec_${Buffer.alloc(24, 7).toString("base64")}`, true],
  [`whsec_${Buffer.alloc(64, 7).toString("base64")}`, true],
  [`whsec_${Buffer.alloc(22, 7).toString("base64")}`, false],
  [Buffer.alloc(24, 7).toString("base64"), false],
  ["whsec_", false],
])("WEBHOOK_SECRET %j is valid: %j", (secret, valid) => {
  expect(webhookEnv.WEBHOOK_SECRET.safeParse(secret).success).toBe(valid);
});

it.each([
  ["", []],
  [Buffer.alloc(32, 7).toString("base64"), [7]],
  [[8, 7].map((byte) => Buffer.alloc(32, byte).toString("base64")).join(", "), [8, 7]],
])("WEBHOOK_SECRETS_KEY %j has keys of 32 bytes", (text, bytes) => {
  const keys = webhookEnv.WEBHOOK_SECRETS_KEY.parse(text);
  expect(keys).toEqual(bytes.map((byte) => new Uint8Array(32).fill(byte)));
});

it("refuses a WEBHOOK_SECRETS_KEY that is too short", () => {
  expect(
    webhookEnv.WEBHOOK_SECRETS_KEY.safeParse(Buffer.from("short").toString("base64")).error?.issues,
  ).toMatchObject([{ message: expect.stringContaining("openssl rand -base64 32") as string }]);
});
