import type { Redis } from "ioredis";

import { runScript, scriptOf } from "../script.ts";

const TAKE = scriptOf(`
local holder = redis.call("GET", KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call("SET", KEYS[1], ARGV[1], "PX", ARGV[2])
return 1`);

const RELEASE = scriptOf(`
if redis.call("GET", KEYS[1]) == ARGV[1] then redis.call("DEL", KEYS[1]) end`);

/** Takes or renews a lease for this time. Returns false while another holder has it. */
export async function takeLease(
  redis: Redis,
  key: string,
  holder: string,
  lifeMs: number,
): Promise<boolean> {
  return (await runScript(redis, TAKE, 1, key, holder, lifeMs)) === 1;
}

/** Does nothing if the lease has ended and another holder has it. */
export async function releaseLease(redis: Redis, key: string, holder: string): Promise<void> {
  await runScript(redis, RELEASE, 1, key, holder);
}
