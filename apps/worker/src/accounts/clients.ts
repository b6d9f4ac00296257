import type { ClientOptions, DashScopeClient } from "@dashqueue/dashscope";
import { createDashScopeClient } from "@dashqueue/dashscope";

import type { Account, Place } from "./accounts.ts";

export interface Clients {
  /** Returns null for an account that is no longer configured. */
  at(place: Place): DashScopeClient | null;
  close(): void;
}

export type ClientsOptions = Pick<ClientOptions, "timeoutMs" | "findModel" | "agentFor" | "now">;

/** Keeps one client per account and host, because a task exists only where it was created. */
export function createClients(accounts: readonly Account[], options: ClientsOptions): Clients {
  const clients = new Map<string, DashScopeClient>();
  return {
    at({ account, baseUrl }) {
      const apiKey = accounts.find(({ name }) => name === account)?.apiKey;
      if (apiKey === undefined) return null;
      const key = `${account} ${baseUrl}`;
      const client = clients.get(key) ?? createDashScopeClient({ ...options, baseUrl, apiKey });
      clients.set(key, client);
      return client;
    },
    close: () => clients.forEach((client) => client.close()),
  };
}
