import { expect, it } from "vitest";

import { redisEnv } from "./redis-url.ts";

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
  "redis://127.0.0.1:6379",
  "redis://redis",
  "redis://redis:6379/",
  "rediss://user:secret@redis.example.com:6380/2",
  "redis://:secret@h:6379?family=6",
  "redis://user@h",
  "redis://[::1]:6379",
  `redis://:${encodeURIComponent("a#b/c?d@e%f:g")}@h:6379/15`,
])("REDIS_URL %j is valid", (url) => {
  expect(redisEnv.REDIS_URL.safeParse(url).data).toBe(url);
});

it.each([
  "localhost:6379",
  "https://redis.example.com",
  "redis://",
  "redis://h:70000",
  "redis://h/a",
])("REDIS_URL %j is not valid", (url) => {
  expect(redisEnv.REDIS_URL.safeParse(url).success).toBe(false);
});

it.each(["#", "/", "?", "@", "%x", "%g1", "%ff", "#12", "/12", "?12"])(
  "refuses a password that contains %j, without repeating any part of it (G7)",
  (special) => {
    for (const user of ["", "user"])
      for (const password of [`s3cr3t${special}t3rc3s`, `123${special}456`, `s3cr3t${special}`]) {
        const url = `redis://${user}:${password}@h:6379/0`;
        const message = redisEnv.REDIS_URL.safeParse(url).error?.issues[0]?.message;
        expect(message).toContain("Percent-encode");
        expect(message).not.toMatch(/s3cr3t|t3rc3s|123|456/);
      }
  },
);
