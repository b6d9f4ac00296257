import type { ClientOptions, DashScopeClient } from "@dashqueue/dashscope";
import { createDashScopeClient } from "@dashqueue/dashscope";
import type { ProxySettings } from "@dashqueue/service";
import { createOutgoingAgents } from "@dashqueue/service";

import type { Account, Place } from "./accounts.ts";

export interface Clients {
  /** Returns null for an account that is no longer configured. */
  at(place: Place): DashScopeClient | null;
  close(): void;
}

export interface ClientsOptions extends Pick<ClientOptions, "timeoutMs" | "findModel" | "now"> {
  readonly proxy: ProxySettings;
}

/** Keeps one client per account and host, because a task exists only where it was created. */
export function createClients(
  accounts: readonly Account[],
  { proxy, ...options }: ClientsOptions,
): Clients {
  const { agentFor, close } = createOutgoingAgents(proxy);
  const clients = new Map<string, DashScopeClient>();
  return {
    at({ account, baseUrl }) {
      const apiKey = accounts.find(({ name }) => name === account)?.apiKey;
      if (apiKey === undefined) return null;
      const key = `${account} ${baseUrl}`;
      const client =
        clients.get(key) ?? createDashScopeClient({ ...options, agentFor, baseUrl, apiKey });
      clients.set(key, client);
      return client;
    },
    close() {
      for (const client of clients.values()) client.close();
      close();
    },
  };
}
