import type { AppProcess, RedisServer } from "@dashqueue/testing";
import { startApp } from "@dashqueue/testing";

import { pick } from "./random.ts";

type Environment = Readonly<Record<string, string>>;

/** The producer and its workers, any of which may be killed and comes back. */
export interface Processes extends AsyncDisposable {
  /** Where the producer is now. */
  producerUrl(): string;
  /** Kills one of them as a crash would, and starts it again. */
  killOne(random: () => number): Promise<void>;
}

/** One producer on a fixed port, so that callers find it again, and so many workers. */
export async function startProcesses(env: Environment, workers: number): Promise<Processes> {
  const names = ["producer", ...Array.from({ length: workers }, () => "worker")];
  const running: AppProcess[] = [];
  for (const name of names) running.push(await startApp(name, env));
  const [producer] = running;
  if (producer === undefined) throw new Error("there is no producer");
  const fixed = { ...env, PRODUCER_PORT: new URL(producer.url).port };
  return {
    producerUrl: () => producer.url,
    async killOne(random) {
      const index = pick([...names.keys()], random);
      const victim = running[index];
      await victim?.kill();
      running[index] = await startApp(names[index] ?? "worker", fixed);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(running.map((app) => app.stop()));
    },
  };
}

/** Kills Redis as a crash would, and starts it again from its log. */
export async function restartRedis(redis: RedisServer): Promise<void> {
  await redis.kill();
  await redis.restart();
}
