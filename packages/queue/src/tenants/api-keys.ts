import type { Redis } from "ioredis";

import type { Keys } from "../store/keys.ts";
import { runScript, scriptOf } from "../store/script.ts";
import type { ApiKey } from "./api-key.ts";
import { apiKeyDigest, apiKeyId, apiKeyOfHash } from "./api-key.ts";

/** The API keys of tenants. Several of a tenant are valid at once, so that they can be rotated. */
export interface ApiKeys {
  /** Stores a new key, unless the tenant has `MAX_API_KEYS`: then null. */
  add(
    text: string,
    key: Pick<ApiKey, "tenant" | "createdAt" | "expiresAt">,
  ): Promise<ApiKey | null>;
  /** A tenant's keys, expired ones included, oldest first. */
  list(tenant: string): Promise<readonly ApiKey[]>;
  /** Returns whether the tenant had this key. */
  remove(tenant: string, id: string): Promise<boolean>;
  /** Finds a key by its text; null if it does not exist, or has expired at `now`. */
  find(text: string, now: number): Promise<ApiKey | null>;
  /** Records that a key was used. */
  used(text: string, at: number): Promise<void>;
}

/** Enough to rotate, few enough to list. */
export const MAX_API_KEYS = 20;

const ADD = scriptOf(`
if redis.call("HLEN", KEYS[2]) >= tonumber(ARGV[3]) then return 0 end
redis.call("HSET", KEYS[2], ARGV[1], ARGV[2])
redis.call("HSET", KEYS[1], unpack(ARGV, 4))
return 1`);

// A key that was removed in the meantime stays removed.
const USED = scriptOf(
  `if redis.call("EXISTS", KEYS[1]) == 1 then redis.call("HSET", KEYS[1], "lastUsedAt", ARGV[1]) end`,
);

export function createApiKeys(redis: Redis, keys: Keys): ApiKeys {
  const read = async (digest: string) => apiKeyOfHash(await redis.hgetall(keys.apiKey(digest)));
  return {
    async add(text, { tenant, createdAt, expiresAt }) {
      const [id, digest] = [apiKeyId(text), apiKeyDigest(text)];
      const fields = ["tenant", tenant, "id", id, "createdAt", createdAt];
      const expiry = expiresAt === null ? [] : ["expiresAt", expiresAt];
      const names = [keys.apiKey(digest), keys.apiKeys(tenant)];
      const values = [id, digest, MAX_API_KEYS, ...fields, ...expiry];
      const added = (await runScript(redis, ADD, 2, ...names, ...values)) === 1;
      return added ? { id, tenant, createdAt, expiresAt, lastUsedAt: null } : null;
    },
    async list(tenant) {
      const digests = Object.values(await redis.hgetall(keys.apiKeys(tenant)));
      const found = (await Promise.all(digests.map(read))).filter((key) => key !== null);
      return found.toSorted((one, other) => one.createdAt - other.createdAt);
    },
    async remove(tenant, id) {
      const digest = await redis.hget(keys.apiKeys(tenant), id);
      if (digest === null) return false;
      // The key first: if this fails, it is still listed and can be removed again.
      await redis.del(keys.apiKey(digest));
      await redis.hdel(keys.apiKeys(tenant), id);
      return true;
    },
    async find(text, now) {
      const key = await read(apiKeyDigest(text));
      return key !== null && (key.expiresAt === null || now < key.expiresAt) ? key : null;
    },
    async used(text, at) {
      await runScript(redis, USED, 1, keys.apiKey(apiKeyDigest(text)), at);
    },
  };
}
