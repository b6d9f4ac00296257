import type { DashScopeClient, EndpointAnswer } from "@dashqueue/dashscope";
import { FAILURE_POLICY } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";
import { ConfigError } from "@dashqueue/service";

import type { Account, Place } from "./accounts.ts";
import { placeOf } from "./accounts.ts";

export interface EndpointPorts {
  client(place: Place): Pick<DashScopeClient, "checkEndpoint"> | null;
  /** Waits for this process's turn among all queries of the account (G8). */
  queryTurn(account: string, signal: AbortSignal): Promise<void>;
  readonly logger: Pick<Logger, "warn">;
}

/** One strange answer may be an accident of the network. */
const MAX_QUERIES = 3;

/**
 * Asks each account for its task list, which is free, before anything is bought. A provider that
 * cannot be reached, or refuses the key, is only reported, because both can pass.
 *
 * @throws ConfigError naming every account whose base URL is not that of DashScope's task API.
 */
export async function checkEndpoints(
  accounts: readonly Account[],
  ports: EndpointPorts,
  signal: AbortSignal,
): Promise<void> {
  const problems = await Promise.all(
    accounts.map((account) => endpointProblem(account, ports, signal)),
  );
  const found = problems.filter((problem) => problem !== null);
  if (found.length > 0) throw new ConfigError(["Invalid configuration:", ...found].join("\n"));
}

async function endpointProblem(
  account: Account,
  ports: EndpointPorts,
  signal: AbortSignal,
): Promise<string | null> {
  const answer = await askAgainInDoubt(account, ports, signal);
  if (answer === null || signal.aborted) return null;
  const { name } = account;
  switch (answer.kind) {
    case "ready":
      return null;
    case "elsewhere":
      return problemOf(account, answer.status);
    case "refused": {
      const { kind, code, message } = answer.failure;
      ports.logger.warn(
        { event: "account-refused", account: name, kind, code },
        `the provider refuses the account ${name}: ${message.replace(/\.$/, "")}. ${FAILURE_POLICY[kind].advice}`,
      );
      return null;
    }
    case "unavailable":
      ports.logger.warn(
        { event: "provider-unreachable", account: name, ...answer.failure },
        `the base URL of the account ${name} could not be checked: ${answer.failure.message}`,
      );
      return null;
  }
}

async function askAgainInDoubt(
  account: Account,
  { client, queryTurn }: EndpointPorts,
  signal: AbortSignal,
): Promise<EndpointAnswer | null> {
  let answer: EndpointAnswer | null = null;
  for (let queries = 0; queries < MAX_QUERIES; queries += 1) {
    await queryTurn(account.name, signal);
    if (signal.aborted) return null;
    answer = (await client(placeOf(account))?.checkEndpoint(signal)) ?? null;
    if (answer?.kind !== "elsewhere") return answer;
  }
  return answer;
}

/** A URL can hold credentials (G7), so only its host and path are named. */
function problemOf({ name, baseUrl }: Account, status: number): string {
  const { host, pathname } = new URL(baseUrl);
  return `  DASHSCOPE_HTTP_BASE_URL, or baseUrl of ${name} in DASHSCOPE_ACCOUNTS: ${host}${pathname} is not DashScope's task API, because it answered ${status} to GET /tasks. Set the URL of your region, up to and including /api/v1, like https://dashscope.aliyuncs.com/api/v1`;
}
