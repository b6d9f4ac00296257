import type { TestProject } from "vitest/node";
import { startRedis } from "./redis-server.ts";

/** Gives the tests of a project one Redis: `REDIS_URL` where it is set, a private one otherwise. */
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
