import type { FindModel, Site } from "@dashqueue/dashscope";
import { isOffered, limitGroupOf, regionOf, sentNameOf } from "@dashqueue/dashscope";
import type { Generation, Lane, Queued } from "@dashqueue/queue/internal";

import type { WorkerEnv } from "../env/env.ts";
import { DEFAULT_ACCOUNT } from "../env/env.ts";

/**
 * One account at the provider. Its API key exists only in the memory of this process; Redis knows
 * accounts by name (G7).
 */
export interface Account {
  readonly name: string;
  readonly apiKey: string;
  /** Including `/api/v1`; it determines the region. */
  readonly baseUrl: string;
  /** Where it is registered; by default at the site of its region. */
  readonly site?: Site | undefined;
  /** Its share of the work, relative to the other accounts. */
  readonly weight: number;
  /** Overrides of the catalog's limits, by model. */
  readonly limits: WorkerEnv["DASHSCOPE_LIMITS"];
  /** Whether no other system makes tasks on it. */
  readonly exclusive?: boolean | undefined;
  /**
   * How many tasks beyond a model's limit may wait at the provider, if it reports that they can.
   */
  readonly feedAhead?: number | undefined;
}

/** An account and one of its hosts. A task exists only where it was created. */
export interface Place {
  readonly account: string;
  readonly baseUrl: string;
  readonly site?: Site | undefined;
  /** The workspace of the account; by default that of the API key. */
  readonly workspace?: string | null;
}

export function placeOf({ name, baseUrl, site }: Account): Place {
  return { account: name, baseUrl, site };
}

/** Where the task of an attempt is. */
export function placeOfTask({ attempt, workspace }: Attempted): Place {
  const { account, baseUrl, site } = attempt;
  return { account, baseUrl, site, workspace };
}

interface Attempted {
  readonly attempt: Omit<Place, "workspace">;
  readonly workspace: string | null;
}

/** The name of the model by which the provider lists the task of a generation. */
export function listedModelOf(generation: Generation, findModel: FindModel): string {
  const { attempt = null } = "attempt" in generation ? generation : {};
  return attempt?.sentAs ?? sentNameOf(generation.request.model, findModel);
}

type AccountsEnv = Pick<
  WorkerEnv,
  | "DASHSCOPE_ACCOUNTS"
  | "DASHSCOPE_API_KEY"
  | "DASHSCOPE_EXCLUSIVE"
  | "DASHSCOPE_FEED_AHEAD"
  | "DASHSCOPE_HTTP_BASE_URL"
  | "DASHSCOPE_LIMITS"
  | "DASHSCOPE_SITE"
>;

/** The configured accounts: those of `DASHSCOPE_ACCOUNTS`, else the one of `DASHSCOPE_API_KEY`. */
export function accountsOf(env: AccountsEnv): readonly Account[] {
  const shared = {
    baseUrl: env.DASHSCOPE_HTTP_BASE_URL,
    site: env.DASHSCOPE_SITE,
    limits: env.DASHSCOPE_LIMITS,
    exclusive: env.DASHSCOPE_EXCLUSIVE,
    feedAhead: env.DASHSCOPE_FEED_AHEAD,
  };
  const named = Object.entries(env.DASHSCOPE_ACCOUNTS).map(([name, own]) => ({
    name,
    apiKey: own.apiKey,
    baseUrl: own.baseUrl ?? shared.baseUrl,
    site: own.site ?? shared.site,
    weight: own.weight,
    limits: { ...shared.limits, ...own.limits },
    exclusive: own.exclusive ?? shared.exclusive,
    feedAhead: own.feedAhead ?? shared.feedAhead,
  }));
  if (named.length > 0) return named;
  return [{ ...shared, name: DEFAULT_ACCOUNT, apiKey: env.DASHSCOPE_API_KEY ?? "", weight: 1 }];
}

/** Every lane of these models. */
export function lanesOf(
  accounts: readonly Account[],
  models: readonly string[],
  findModel: FindModel,
): readonly Lane[] {
  const groups = new Set(models.map((model) => limitGroupOf(model, findModel)));
  return accounts.flatMap(({ name }) => [...groups].map((model) => ({ account: name, model })));
}

/**
 * The accounts that may create the task of this generation, in the order to try them. Each comes
 * first in proportion to its weight (Efraimidis and Spirakis, "Weighted random sampling", 2006).
 * A generation that kept its slot uses the account of that slot only.
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
  // If no account is known to offer the model, try them all: the provider's refusal says why.
  return (offering.length > 0 ? offering : accounts)
    .map((account) => ({ account, rank: ports.random() ** (1 / account.weight) }))
    .toSorted((one, other) => other.rank - one.rank)
    .map(({ account }) => account);
}
