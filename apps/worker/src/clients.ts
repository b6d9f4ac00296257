import type { DashScopeClient } from "@dashqueue/dashscope";
import { createDashScopeClient } from "@dashqueue/dashscope";

import type { WorkerEnv } from "./env.ts";

export interface Clients {
  at(baseUrl: string): DashScopeClient;
  close(): void;
}

/** A client per host: a task is only known where it was made. */
export function createClients(env: Pick<WorkerEnv, "DASHSCOPE_API_KEY" | "DASHSCOPE_TIMEOUT_MS">): Clients {
  const clients = new Map<string, DashScopeClient>();
  return {
    at(baseUrl) {
      const known = clients.get(baseUrl);
      if (known) return known;
      const client = createDashScopeClient({
        baseUrl,
        apiKey: env.DASHSCOPE_API_KEY,
        timeoutMs: env.DASHSCOPE_TIMEOUT_MS,
        now: Date.now,
      });
      clients.set(baseUrl, client);
      return client;
    },
    close: () => clients.forEach((client) => client.close()),
  };
}
