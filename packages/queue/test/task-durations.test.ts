import { testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { createTaskDurations } from "../src/durations/task-durations.ts";
import { createKeys } from "../src/store/keys.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const open = () => {
  const keys = createKeys(testRedis().prefix);
  return { keys, durations: createTaskDurations(redis, keys) };
};

it("counts the tasks of each model and kind by the bucket of their durations", async () => {
  const { durations } = open();
  expect(await durations.of("wan")).toEqual(new Map());
  await Promise.all([7, 7, 8].map((bucket) => durations.add("wan", ["720P"], bucket)));
  await durations.add("wan", [""], 7);
  await durations.add("vace", [""], 1);
  expect(await durations.of("wan")).toEqual(
    new Map([
      [
        "720P",
        new Map([
          [7, 2],
          [8, 1],
        ]),
      ],
      ["", new Map([[7, 1]])],
    ]),
  );
});

it("lets old tasks count less, so that a model that became faster is soon known", async () => {
  const { durations } = open();
  const add = async (bucket: number, tasks: number) => {
    for (let task = 0; task < tasks; task += 4) await durations.add("wan", [""], bucket, 4);
  };
  await add(20, 400);
  await add(10, 400);
  const counts = (await durations.of("wan")).get("");
  expect(counts?.get(10)).toBeGreaterThan(2 * counts!.get(20)!);
  await add(10, 4_000);
  expect((await durations.of("wan")).get("")?.get(20)).toBeUndefined();
});

it("keeps a limited number of kinds, and ignores what a newer version wrote", async () => {
  const { keys, durations } = open();
  await redis.hset(keys.durations("wan"), "newer", '{"unit":"minute"}');
  for (let kind = 0; kind < 50; kind += 1) await durations.add("wan", [String(kind)], 1);
  const kinds = await durations.of("wan");
  expect(kinds.size).toBe(39);
  expect(kinds.has("newer")).toBe(false);
});
