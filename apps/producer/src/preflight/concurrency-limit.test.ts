import { expect, it } from "vitest";

import { createConcurrencyLimit } from "./concurrency-limit.ts";

it("runs work in order up to the limit, including after a failure", async () => {
  const limited = createConcurrencyLimit(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const work = (id: number) =>
    limited(async () => {
      begun.push(id);
      await new Promise<void>((resolve, reject) =>
        ends.push(id === 1 ? () => reject(new Error("1")) : resolve),
      );
      return id;
    });
  const all = [work(1), work(2), work(3), work(4)].map((result) => result.catch(() => "failed"));
  expect(begun).toEqual([1, 2]);
  ends[0]?.();
  expect(await all[0]).toBe("failed");
  await Promise.resolve();
  expect(begun).toEqual([1, 2, 3]);
  ends[1]?.();
  expect(await all[1]).toBe(2);
  ends[2]?.();
  expect(await all[2]).toBe(3);
  ends[3]?.();
  expect(await all[3]).toBe(4);
  expect(await limited(() => Promise.resolve("again"))).toBe("again");
});
