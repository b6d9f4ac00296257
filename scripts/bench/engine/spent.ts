import type { AppProcess } from "@dashqueue/testing";
import type { Redis } from "ioredis";

import { fieldOf } from "../../capacity/redis-memory.ts";

/** Milliseconds: of time, of an app's CPU and of Redis' CPU. */
export interface Spent {
  readonly ms: number;
  readonly app: number;
  readonly redis: number;
}

/** What an app and Redis have spent so far. */
export async function spentBy(app: AppProcess, redis: Redis): Promise<Spent> {
  const cpu = await redis.info("cpu");
  const redisSeconds = ["used_cpu_user", "used_cpu_sys"].map((name) => Number(fieldOf(cpu, name)));
  return {
    ms: performance.now(),
    app: await cpuMsOf(app),
    redis: redisSeconds.reduce((sum, seconds) => sum + seconds, 0) * 1_000,
  };
}

async function cpuMsOf({ url }: AppProcess): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const [, seconds] = /^process_cpu_seconds_total ([\d.e-]+)$/m.exec(metrics) ?? [];
  return Number(seconds) * 1_000;
}
