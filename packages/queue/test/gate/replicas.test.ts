import { testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import type { Replica, ReplicaReport } from "../../src/gate/replicas.ts";
import { createReplicas, replicaStateOf } from "../../src/gate/replicas.ts";
import { createKeys } from "../../src/store/keys.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const REPORT: ReplicaReport = {
  host: "paris",
  pid: 7,
  version: "1.0.0",
  startedAt: 1_000,
  stages: ["submit", "poll"],
  running: {},
  isDraining: false,
};
const ASKED = { by: "ada", at: 2_000 };

it("lists the workers that run, and passes each what it was asked", async () => {
  const keys = createKeys(testRedis().prefix);
  const replicas = createReplicas(redis, keys);
  expect(await replicas.announce("b", REPORT)).toBeNull();
  await replicas.announce("a", { ...REPORT, host: "oslo" });
  expect((await replicas.list()).map(({ id }) => id)).toEqual(["a", "b"]);
  await replicas.drain("b", ASKED);
  expect(await replicas.announce("b", { ...REPORT, isDraining: true })).toEqual(ASKED);
  expect(await replicas.get("b")).toEqual({ ...REPORT, id: "b", isDraining: true, drain: ASKED });
  await replicas.resume("b");
  expect(await replicas.announce("b", REPORT)).toBeNull();
});

it("forgets those that end or die, with what they were asked", async () => {
  const keys = createKeys(testRedis().prefix);
  const replicas = createReplicas(redis, keys);
  for (const id of ["ended", "dead", "newer"]) await replicas.announce(id, REPORT);
  await replicas.drain("ended", ASKED);
  await replicas.withdraw("ended");
  expect(await redis.pttl(keys.replica("dead"))).toBeGreaterThan(0);
  await redis.del(keys.replica("dead"));
  await redis.set(keys.replica("newer"), "{}");
  expect(await replicas.list()).toEqual([]);
  expect([await replicas.get("ended"), await replicas.get("newer")]).toEqual([null, null]);
  expect(await redis.smembers(keys.replicas)).toEqual(["newer"]);
  expect(await redis.exists(keys.drain("ended"))).toBe(0);
});

it("lists them although Redis accepts no writes and one has died", async () => {
  const { prefix } = testRedis();
  const user = `reader-${prefix}`;
  const keys = createKeys(prefix);
  await createReplicas(redis, keys).announce("a", REPORT);
  await redis.sadd(keys.replicas, "dead");
  await redis.acl("SETUSER", user, "on", ">any", "~*", "+@read", "+@connection");
  const reader = redis.duplicate({ username: user, password: "any", enableReadyCheck: false });
  expect((await createReplicas(reader, keys).list()).map(({ id }) => id)).toEqual(["a"]);
  await reader.quit();
  await redis.acl("SETUSER", user, "reset");
});

it.each<[string, Partial<Replica>]>([
  ["running", { running: { poll: 1 } }],
  // It has resumed, and does not know yet.
  ["running", { isDraining: true }],
  // It was asked, and does not know yet.
  ["draining", { drain: ASKED }],
  ["draining", { drain: ASKED, isDraining: true, running: { poll: 0, archive: 1 } }],
  ["drained", { drain: ASKED, isDraining: true, running: { poll: 0 } }],
])("is %s with %j", (state, given) => {
  expect(replicaStateOf({ ...REPORT, id: "a", drain: null, ...given })).toBe(state);
});
