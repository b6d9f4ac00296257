import type { TestProject } from "vitest/node";

import { startRedis } from "../redis/start-redis.ts";

/**
 * Provides one Redis to the tests of a project: the one at `REDIS_URL` if that is set, else a
 * private one.
 */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const givenUrl = process.env["REDIS_URL"];
  if (givenUrl !== undefined && givenUrl !== "") {
    project.provide("redisUrl", givenUrl);
    return undefined;
  }
  const redis = await startRedis();
  project.provide("redisUrl", redis.url);
  return redis.stop;
}
