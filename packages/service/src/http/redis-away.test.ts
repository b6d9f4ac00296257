import { expect, it } from "vitest";

import { isRedisAway } from "./redis-away.ts";

it.each([
  "Connection is closed.",
  "Stream isn't writeable and enableOfflineQueue options is false",
  "Command timed out",
  'Reached the max retries per request limit (which is 1). Refer to "maxRetriesPerRequest" option for details.',
  "connect ETIMEDOUT",
  "LOADING Redis is loading the dataset in memory",
  "OOM command not allowed when used memory > 'maxmemory'.",
  "MISCONF Redis is configured to save RDB snapshots",
  "Redis did not confirm a write: no replica received it within 1500 ms",
  "MOVED 3300 127.0.0.1:6379",
  "NOREPLICAS Not enough good replicas to write.",
  "READONLY You can't write against a read only replica.",
  "ERR Error running script (call to f_1): @user_script:1: -READONLY You can't write against a read only replica.",
])("recognizes %s, even as a cause", (message) => {
  expect(isRedisAway(new Error(message))).toBe(true);
  expect(isRedisAway(new Error("outside", { cause: new Error(message) }))).toBe(true);
});

it("recognizes a refused connection by its code", () => {
  expect(isRedisAway(Object.assign(new Error("connect"), { code: "ECONNREFUSED" }))).toBe(true);
  expect(isRedisAway(Object.assign(new Error("open"), { code: "ENOENT" }))).toBe(false);
});

it.each([
  new Error("WRONGTYPE Operation against a key"),
  new Error("LOADINGS"),
  "Connection is closed.",
  undefined,
])("does not take %s for an unreachable Redis", (error) => {
  expect(isRedisAway(error)).toBe(false);
});
