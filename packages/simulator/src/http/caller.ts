import { publicNumber } from "../ids/public-number.ts";
import type { Standing } from "../limits/standings.ts";
import type { ProviderError } from "./provider-error.ts";
import { PROVIDER_ERRORS } from "./provider-error.ts";

/** The account that sends a request. */
export interface Caller {
  readonly account: string;
  readonly apiKeyId: string;
}

/** What is known about keys and accounts. */
export interface Access {
  readonly accountOfKey: ReadonlyMap<string, string>;
  readonly standingOf: (account: string) => Standing;
}

/** Source: DashScope's documentation, "错误码" (401). */
export function findCaller(
  authorization: string | undefined,
  { accountOfKey, standingOf }: Access,
): Caller | ProviderError {
  const [, apiKey] = /^Bearer +(\S+) *$/i.exec(authorization ?? "") ?? [];
  if (apiKey === undefined) return PROVIDER_ERRORS.keyMissing;
  const account = accountOfKey.get(apiKey);
  if (account === undefined || standingOf(account) === "revoked") return PROVIDER_ERRORS.keyWrong;
  return { account, apiKeyId: publicNumber(apiKey, 6) };
}
