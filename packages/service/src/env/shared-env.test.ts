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
