import type { AppProcess } from "@dashqueue/testing";
import { startApp } from "@dashqueue/testing";

import { pick } from "./pick.ts";

type Environment = Readonly<Record<string, string>>;

/** A producer and its workers, which can be killed and restarted. */
export interface Processes extends AsyncDisposable {
  producerUrl(): string;
  /** Kills a random process with SIGKILL, and restarts it. */
  killOne(random: () => number): Promise<void>;
}

/** Starts a producer and workers. A restarted producer keeps its port. */
export async function startProcesses(
  envOf: (name: string, index: number) => Environment,
  workers: number,
): Promise<Processes> {
  const names = ["producer", ...Array.from({ length: workers }, () => "worker")];
  const running: AppProcess[] = [];
  for (const [index, name] of names.entries())
    running.push(await startApp(name, envOf(name, index)));
  const [producer] = running;
  if (producer === undefined) throw new Error("the producer did not start");
  const fixed = { PRODUCER_PORT: new URL(producer.url).port };
  return {
    producerUrl: () => producer.url,
    async killOne(random) {
      const index = pick([...names.keys()], random);
      const victim = running[index];
      await victim?.kill();
      const name = names[index] ?? "worker";
      running[index] = await startApp(name, { ...envOf(name, index), ...fixed });
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(running.map((app) => app.stop()));
    },
  };
}
