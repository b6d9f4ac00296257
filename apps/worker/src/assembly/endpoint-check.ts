import { findModel } from "@dashqueue/dashscope";
import { createAccountGate, createKeys } from "@dashqueue/queue/internal";

import { accountsOf } from "../accounts/accounts.ts";
import { checkEndpoints } from "../accounts/check-endpoints.ts";
import { createClients } from "../accounts/clients.ts";
import { takeQueryTurn } from "../accounts/query-turn.ts";
import type { WorkerPorts } from "./create-worker.ts";

/** Checks the base URLs of all accounts with clients of its own. @throws ConfigError */
export async function checkAccounts(
  ports: Pick<WorkerPorts, "env" | "redis" | "logger" | "closing" | "clock">,
): Promise<void> {
  const { env, redis, logger, closing } = ports;
  const { now } = ports.clock;
  const accounts = accountsOf(env);
  const gate = createAccountGate(redis, createKeys(env.DASHQUEUE_PREFIX));
  const timeoutMs = env.DASHSCOPE_TIMEOUT_MS;
  const clients = createClients(accounts, { timeoutMs, findModel, proxy: env, now });
  const queryTurn = (account: string, signal: AbortSignal) =>
    takeQueryTurn({ reserve: (ms) => gate.reserveQuery(account, ms), now }, signal);
  try {
    await checkEndpoints(accounts, { client: clients.at, queryTurn, logger }, closing);
  } finally {
    clients.close();
  }
}
