import type { ApiKeys, Tenants } from "@dashqueue/queue/internal";

import type { Caller } from "./caller.ts";

/** Finds the caller of an API key; null if the key does not exist, or has expired. */
export type FindCaller = (key: string) => Promise<Caller | null>;

export interface ApiKeyCallersPorts {
  readonly apiKeys: Pick<ApiKeys, "find" | "used">;
  readonly tenants: Pick<Tenants, "get">;
  readonly now: () => number;
}

/** How long a removed or expired key, or one of a disabled tenant, may still be accepted. */
const TRUST_MS = 2_000;
/** The last use of a key is known this closely, so that most uses write nothing. */
const NOTE_USE_MS = 60_000;
/** Above this, callers that are no longer trusted are dropped from memory. */
const MOST_REMEMBERED = 1_000;

/** Looks keys up in Redis, and remembers the known ones for a moment. */
export function createApiKeyCallers({ apiKeys, tenants, now }: ApiKeyCallersPorts): FindCaller {
  const remembered = new Map<string, { readonly caller: Caller; readonly until: number }>();
  return async (text) => {
    const known = remembered.get(text);
    if (known !== undefined && now() < known.until) return known.caller;
    remembered.delete(text);
    const key = await apiKeys.find(text, now());
    if (key === null) return null;
    const tenant = await tenants.get(key.tenant);
    if ((key.lastUsedAt ?? 0) + NOTE_USE_MS < now()) await apiKeys.used(text, now());
    const isDisabled = tenant !== null && tenant.disabledAt !== null;
    const caller = { tenant: key.tenant, space: key.tenant, name: key.id, isDisabled };
    if (remembered.size >= MOST_REMEMBERED)
      for (const [other, { until }] of remembered) if (until <= now()) remembered.delete(other);
    remembered.set(text, { caller, until: now() + TRUST_MS });
    return caller;
  };
}
