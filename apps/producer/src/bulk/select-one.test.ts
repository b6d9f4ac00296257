import { expect, it } from "vitest";

import { createSelectOne } from "./select-one.ts";

it("runs three selections of a tenant and eight of all at a time, and refuses the others", async () => {
  const selectOne = createSelectOne();
  const { promise, resolve } = Promise.withResolvers<string>();
  const select = (tenant: string) => selectOne(tenant, () => promise);
  const running = ["a", "a", "a", "b", "b", "b", "c", "c"].map(select);
  expect([await select("a"), await select("d")]).toEqual(["busy", "busy"]);
  resolve("done");
  expect(await Promise.all(running)).toEqual(running.map(() => "done"));
  const failing = selectOne("a", () => Promise.reject(new Error("Redis is away")));
  await expect(failing).rejects.toThrow("Redis is away");
  expect(await select("a")).toBe("done");
});
