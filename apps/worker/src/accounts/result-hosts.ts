import { isPrivateHost } from "@dashqueue/queue/internal";

import type { WorkerEnv } from "../env/env.ts";
import type { Account } from "./accounts.ts";

/**
 * The private hosts and ranges that results may be downloaded from: the configured ones, and the
 * host of a provider that is private itself, such as a simulator.
 */
export function resultHosts(
  env: Pick<WorkerEnv, "RESULT_PRIVATE_HOSTS">,
  accounts: readonly Pick<Account, "baseUrl">[],
): readonly string[] {
  const own = accounts.map(({ baseUrl }) => new URL(baseUrl).hostname).filter(isPrivateHost);
  return [...env.RESULT_PRIVATE_HOSTS, ...own];
}
