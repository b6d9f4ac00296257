import type { FindModel } from "@dashqueue/dashscope";
import { isOffered, limitGroupOf, regionOf } from "@dashqueue/dashscope";
import type { Lane, Queued } from "@dashqueue/queue/internal";
import { laneOf } from "@dashqueue/queue/internal";

import type { WorkerEnv } from "../env/env.ts";
import { DEFAULT_ACCOUNT } from "../env/env.ts";

/** One account at the provider. Its key is in this process' memory only: Redis knows accounts by name (G7). */
export interface Account {
  readonly name: string;
  readonly apiKey: string;
  /** Up to and with `/api/v1`; it decides the region. */
  readonly baseUrl: string;
  /** How much of the work it gets, against the others. */
  readonly weight: number;
  /** Where its limits differ from what is configured for all. */
  readonly limits: WorkerEnv["DASHSCOPE_LIMITS"];
}

/** An account and one of its hosts: where a task was made, and alone is known. */
export interface Place {
  readonly account: string;
  readonly baseUrl: string;
}

export function placeOf({ name, baseUrl }: Account): Place {
  return { account: name, baseUrl };
}

type AccountsEnv = Pick<
  WorkerEnv,
  "DASHSCOPE_ACCOUNTS" | "DASHSCOPE_API_KEY" | "DASHSCOPE_HTTP_BASE_URL" | "DASHSCOPE_LIMITS"
>;

/** The accounts as they are configured: those that are named, or the one with the key. */
export function accountsOf(env: AccountsEnv): readonly Account[] {
  const shared = env.DASHSCOPE_LIMITS;
  const named = Object.entries(env.DASHSCOPE_ACCOUNTS).map(
    ([name, { apiKey, baseUrl = env.DASHSCOPE_HTTP_BASE_URL, weight, limits }]) => {
      return { name, apiKey, baseUrl, weight, limits: Object.assign({}, shared, limits) };
    },
  );
  if (named.length > 0) return named;
  const only = {
    apiKey: env.DASHSCOPE_API_KEY ?? "",
    baseUrl: env.DASHSCOPE_HTTP_BASE_URL,
    weight: 1,
  };
  return [{ ...only, name: DEFAULT_ACCOUNT, limits: shared }];
}

/** Every lane of these models. */
export function lanesOf(accounts: readonly Account[], models: readonly string[]): readonly Lane[] {
  const groups = new Set(models.map(limitGroupOf));
  return accounts.flatMap(({ name }) => [...groups].map((model) => laneOf(name, model)));
}

/**
 * The accounts that may make this generation's task, in the order to try them: each stands first as often as its weight says
 * (Efraimidis and Spirakis, "Weighted random sampling", 2006). One that kept its slot goes to no other account.
 */
export function accountsFor(
  { request, keptSlot }: Queued,
  accounts: readonly Account[],
  ports: { readonly findModel: FindModel; random(): number },
): readonly Account[] {
  const kept = accounts.filter(({ name }) => name === keptSlot?.account);
  if (kept.length > 0) return kept;
  const model = ports.findModel(request.model);
  const offering = accounts.filter(
    ({ baseUrl }) => model === undefined || isOffered(model, regionOf(baseUrl)),
  );
  // Nobody is known to have it: then the provider says so itself.
  return (offering.length > 0 ? offering : accounts)
    .map((account) => ({ account, rank: ports.random() ** (1 / account.weight) }))
    .toSorted((one, other) => other.rank - one.rank)
    .map(({ account }) => account);
}
