import { expect, it } from "vitest";

import { redisEnv, webhookEnv } from "./shared-env.ts";

it.each([
  ["{dashqueue}", true],
  ["{a}:staging", true],
  ["staging:{a}", true],
  ["{}", false],
  ["{a}{b}", false],
  ["{a b}", false],
  ["plain", false],
])("DASHQUEUE_PREFIX %j is valid: %j", (prefix, valid) => {
  expect(redisEnv.DASHQUEUE_PREFIX.safeParse(prefix).success).toBe(valid);
});

it.each([
  ["rediss://user:secret@redis.example.com:6380/2", true],
  ["redis://[::1]:6379", true],
  ["localhost:6379", false],
  ["https://redis.example.com", false],
])("REDIS_URL %j is valid: %j", (url, valid) => {
  expect(redisEnv.REDIS_URL.safeParse(url).success).toBe(valid);
});

it.each([
  [`whsec_${Buffer.alloc(24, 7).toString("base64")}`, true],
  [`whsec_${Buffer.alloc(64, 7).toString("base64")}`, true],
  [`whsec_${Buffer.alloc(22, 7).toString("base64")}`, false],
  [Buffer.alloc(24, 7).toString("base64"), false],
  ["whsec_", false],
])("WEBHOOK_SECRET %j is valid: %j", (secret, valid) => {
  expect(webhookEnv.WEBHOOK_SECRET.safeParse(secret).success).toBe(valid);
});
