import { publicNumber } from "./identity.ts";
import { providerErrors, type ProviderError } from "./provider-error.ts";
import type { Settings } from "../settings/settings.ts";

/** Who asks. */
export type Caller = { readonly account: string; readonly apiKeyId: string };

/** Source: DashScope's documentation, "错误码" (401). */
export function findCaller(
  authorization: string | undefined,
  { accountOfKey, standingOf }: Pick<Settings, "accountOfKey" | "standingOf">,
): Caller | ProviderError {
  const [, apiKey] = /^Bearer +(\S+) *$/i.exec(authorization ?? "") ?? [];
  if (apiKey === undefined) return providerErrors.keyMissing;
  const account = accountOfKey.get(apiKey);
  if (account === undefined || standingOf(account) === "revoked") return providerErrors.keyWrong;
  return { account, apiKeyId: publicNumber(apiKey, 6) };
}
