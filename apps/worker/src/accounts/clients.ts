import type { ClientOptions, DashScopeClient, DateReading } from "@dashqueue/dashscope";
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
  /** Called with the date of every answer of a host. */
  onDate?(baseUrl: string, reading: DateReading): void;
  /** Wraps each client of an account, for metrics. */
  observed?(client: DashScopeClient, account: string): DashScopeClient;
}

/** Keeps one client per account and host, because a task exists only where it was created. */
export function createClients(
  accounts: readonly Account[],
  { proxy, observed = (client) => client, ...options }: ClientsOptions,
): Clients {
  const { agentFor, close } = createOutgoingAgents(proxy);
  const clients = new Map<string, DashScopeClient>();
  return {
    at({ account, baseUrl, workspace }) {
      const apiKey = accounts.find(({ name }) => name === account)?.apiKey;
      if (apiKey === undefined) return null;
      const key = `${account} ${baseUrl}`;
      const onDate = (reading: DateReading) => options.onDate?.(baseUrl, reading);
      const settings = { ...options, agentFor, baseUrl, apiKey, onDate };
      const client = clients.get(key) ?? observed(createDashScopeClient(settings), account);
      clients.set(key, client);
      return workspace ? client.inWorkspace(workspace) : client;
    },
    close() {
      for (const client of clients.values()) client.close();
      close();
    },
  };
}
