import type { DashScopeClient, FindModel } from "@dashqueue/dashscope";
import { createDashScopeClient } from "@dashqueue/dashscope";

import type { Account, Place } from "./accounts.ts";

export interface Clients {
  /** Null for an account that is not configured any more. */
  at(place: Place): DashScopeClient | null;
  close(): void;
}

/** A client per account and host: a task is only known where it was made. */
export function createClients(
  accounts: readonly Account[],
  options: { readonly timeoutMs: number; readonly findModel: FindModel },
): Clients {
  const clients = new Map<string, DashScopeClient>();
  return {
    at({ account, baseUrl }) {
      const apiKey = accounts.find(({ name }) => name === account)?.apiKey;
      if (apiKey === undefined) return null;
      const key = `${account} ${baseUrl}`;
      const client =
        clients.get(key) ?? createDashScopeClient({ ...options, baseUrl, apiKey, now: Date.now });
      clients.set(key, client);
      return client;
    },
    close: () => clients.forEach((client) => client.close()),
  };
}
