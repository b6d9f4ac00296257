import { Redis } from "ioredis";
import { afterAll, expect, inject, it, vi } from "vitest";

import { runScript, scriptOf } from "../../src/store/script.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

/** A text that no other run has sent. */
const unknown = () => scriptOf(`return ARGV[1] .. "${crypto.randomUUID()}"`);

it("sends the text of a script once", async () => {
  const script = unknown();
  const sent = vi.spyOn(redis, "eval");
  expect(await runScript(redis, script, 0, "a")).toMatch(/^a/);
  expect(await runScript(redis, script, 0, "b")).toMatch(/^b/);
  expect(sent).toHaveBeenCalledTimes(1);
  await redis.script("FLUSH");
  expect(await runScript(redis, script, 0, "c")).toMatch(/^c/);
  expect(sent).toHaveBeenCalledTimes(2);
});

it("rejects with the error of a script, which it does not run again", async () => {
  const script = scriptOf(`redis.call("INCR", KEYS[1]) return redis.error_reply("NO")`);
  const key = `{script-test}:${crypto.randomUUID()}`;
  await redis.eval(script.text, 1, key).catch(() => {});
  await expect(runScript(redis, script, 1, key)).rejects.toThrow("NO");
  expect(await redis.get(key)).toBe("2");
});
