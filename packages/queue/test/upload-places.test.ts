import { testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { createKeys } from "../src/store/keys.ts";
import { createUploadPlaces } from "../src/uploads/upload-places.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

it("keeps the URL of an upload for one model on one account, for at most a day", async () => {
  const keys = createKeys(testRedis().prefix);
  const places = createUploadPlaces(redis, keys);
  const where = { account: "main", model: "wan2.6-i2v" };
  expect(await places.placeOf(where, "upl_1")).toBeNull();
  await places.keepPlace(where, "upl_1", "oss://a/b.png");
  expect(await places.placeOf(where, "upl_1")).toBe("oss://a/b.png");
  expect(await places.placeOf({ ...where, account: "spare" }, "upl_1")).toBeNull();
  expect(await places.placeOf({ ...where, model: "wan2.5-i2v-preview" }, "upl_1")).toBeNull();
  const lifeMs = await redis.pttl(keys.upload(where, "upl_1"));
  expect(lifeMs).toBeGreaterThan(0);
  expect(lifeMs).toBeLessThanOrEqual(24 * 60 * 60 * 1000);
});
