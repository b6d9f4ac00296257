import { expect, test } from "vitest";

import { problemOf } from "./problem-of-error.ts";
import { isRedisAway } from "./redis-away.ts";

test.each([
  [{ status: 400, type: "entity.parse.failed" }, "The body is not valid JSON."],
  [{ status: 413, type: "entity.too.large", limit: 5 }, "The body is over 5 bytes."],
  [{ status: 413, type: "entity.too.large" }, "The body is over 0 bytes."],
  [{ status: 415, type: "charset.unsupported" }, "The body must be JSON in UTF-8."],
  [{ status: 404 }, undefined],
  [{ status: 499 }, undefined],
])("%j", (error, detail) => {
  const { problem } = problemOf(Object.assign(new Error("inside"), error));
  expect(problem).toEqual({ status: error.status, detail });
});

test("keeps the headers that belong to the answer", () => {
  const error = Object.assign(new Error("inside"), {
    status: 416,
    headers: { "Content-Range": "bytes */5" },
  });
  expect(problemOf(error).headers).toEqual({ "Content-Range": "bytes */5" });
});

test.each([new Error("s3cr3t"), { status: 500 }, { status: "400" }, null, "text"])(
  "%j is a 500 without anything of its inside",
  (error) => {
    const answer = problemOf(error);
    expect(answer.problem.status).toBe(500);
    expect(JSON.stringify(answer)).not.toContain("s3cr3t");
  },
);

test("Redis away is a 503 that says when to come back", () => {
  expect(problemOf(new Error("Connection is closed.")).problem).toMatchObject({
    status: 503,
    retryAfterSeconds: 2,
  });
});

test.each([
  "Connection is closed.",
  "Stream isn't writeable and enableOfflineQueue options is false",
  "Command timed out",
  'Reached the max retries per request limit (which is 1). Refer to "maxRetriesPerRequest" option for details.',
  "connect ETIMEDOUT",
  "LOADING Redis is loading the dataset in memory",
  "OOM command not allowed when used memory > 'maxmemory'.",
  "MISCONF Redis is configured to save RDB snapshots",
])("%s: Redis is away", (message) => {
  expect(isRedisAway(new Error(message))).toBe(true);
  expect(isRedisAway(new Error("outside", { cause: new Error(message) }))).toBe(true);
});

test.each([
  new Error("WRONGTYPE Operation against a key"),
  new Error("LOADINGS"),
  "Connection is closed.",
  undefined,
])("%s: something else", (error) => {
  expect(isRedisAway(error)).toBe(false);
});

test("a refused connection is Redis away", () => {
  expect(isRedisAway(Object.assign(new Error("connect"), { code: "ECONNREFUSED" }))).toBe(true);
  expect(isRedisAway(Object.assign(new Error("open"), { code: "ENOENT" }))).toBe(false);
});
