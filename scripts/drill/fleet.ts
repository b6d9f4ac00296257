import path from "node:path";

import type { AppProcess } from "@dashqueue/testing";
import { startApp } from "@dashqueue/testing";

import { APPS } from "./steps.ts";

type Environment = Readonly<Record<string, string>>;

/** A producer and two workers, each from the folder of a version. */
export interface Fleet extends AsyncDisposable {
  producerUrl(): string;
  /** Ends a process by SIGTERM or SIGKILL, and starts it again from this folder. */
  replace(index: number, folder: string, how: "stop" | "kill"): Promise<void>;
}

export async function startFleet(folder: string, env: Environment): Promise<Fleet> {
  const running: AppProcess[] = [];
  const start = (index: number, from: string, more: Environment = {}) => {
    const name = APPS[index] ?? "worker";
    const script = path.join(from, "apps", name, "src/main.ts");
    return startApp(name, { ...env, ...more }, { script });
  };
  for (const index of APPS.keys()) running.push(await start(index, folder));
  const producer = APPS.indexOf("producer");
  const producerUrl = () => running[producer]?.url ?? "";
  const port = { PRODUCER_PORT: new URL(producerUrl()).port };
  return {
    producerUrl,
    replace: async (index, from, how) => {
      await running[index]?.[how]();
      running[index] = await start(index, from, port);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(running.map((app) => app.stop()));
    },
  };
}
