import type { Redis } from "ioredis";

import type { Keys } from "../store/keys.ts";
import { runScript, scriptOf } from "../store/script.ts";
import type { SealingKey, WebhookSecret } from "./webhook-secret.ts";
import { IV_BYTES, seal, unseal, webhookSecretOf } from "./webhook-secret.ts";

/**
 * The secrets with which webhooks of a tenant are signed. Several are valid at once, so that they
 * can be rotated. Redis has them encrypted only (G7).
 */
export interface WebhookSecrets {
  /** Why a tenant can have no more secrets; null if it can. */
  refusal(tenant: string): Promise<SecretRefusal | null>;
  /** Stores a new secret, or says why not. */
  add(
    tenant: string,
    text: string,
    times: Pick<WebhookSecret, "createdAt" | "expiresAt">,
  ): Promise<WebhookSecret | SecretRefusal>;
  /** Expired ones included, the newest first. */
  list(tenant: string): Promise<readonly WebhookSecret[]>;
  /** Returns whether the tenant had this secret. */
  remove(tenant: string, id: string): Promise<boolean>;
  /**
   * The texts that sign at `now`, the newest first; none if no secret is stored.
   *
   * @throws {WebhookSecretError} if no key can read one of them, or all of them have expired
   */
  signing(tenant: string, now: number): Promise<readonly string[]>;
}

/** The tenant has `MAX_WEBHOOK_SECRETS`, or there is no key that encrypts one. */
export type SecretRefusal = "full" | "no-key";

/** A receiver checks each signature of a message. */
export const MAX_WEBHOOK_SECRETS = 5;

const ADD = scriptOf(`
if redis.call("HLEN", KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
redis.call("HSET", KEYS[1], ARGV[2], ARGV[3])
return 1`);

interface Stored extends WebhookSecret {
  readonly sealed: string;
}

/**
 * @param sealingKeys the first one encrypts, and all of them decrypt. Without any, no secret can be
 * added.
 * @param randomBytes returns `count` bytes from a secure random source
 */
export function createWebhookSecrets(
  redis: Redis,
  keys: Keys,
  sealingKeys: readonly SealingKey[],
  randomBytes: (count: number) => Uint8Array,
): WebhookSecrets {
  async function read(tenant: string): Promise<readonly Stored[]> {
    const found = Object.values(await redis.hgetall(keys.webhookSecrets(tenant)));
    const secrets = found.map((json) => JSON.parse(json) as Stored);
    return secrets.toSorted((one, other) => other.createdAt - one.createdAt);
  }
  return {
    async refusal(tenant) {
      if (sealingKeys.length === 0) return "no-key";
      return (await read(tenant)).length >= MAX_WEBHOOK_SECRETS ? "full" : null;
    },
    async add(tenant, text, times) {
      const [key] = sealingKeys;
      if (key === undefined) return "no-key";
      const secret = webhookSecretOf(text, times);
      const sealed = seal(text, placeOf(tenant, secret), key, randomBytes(IV_BYTES));
      const json = JSON.stringify({ ...secret, sealed } satisfies Stored);
      const values = [MAX_WEBHOOK_SECRETS, secret.id, json];
      const added = await runScript(redis, ADD, 1, keys.webhookSecrets(tenant), ...values);
      return added === 1 ? secret : "full";
    },
    async list(tenant) {
      const secrets = await read(tenant);
      return secrets.map(({ id, prefix, createdAt, expiresAt }) => {
        return { id, prefix, createdAt, expiresAt };
      });
    },
    remove: async (tenant, id) => (await redis.hdel(keys.webhookSecrets(tenant), id)) === 1,
    async signing(tenant, now) {
      const stored = await read(tenant);
      const valid = stored.filter(({ expiresAt }) => expiresAt === null || now < expiresAt);
      if (valid.length === 0 && stored.length > 0) throw new WebhookSecretError(EXPIRED);
      return valid.map((secret) => {
        const text = unseal(secret.sealed, placeOf(tenant, secret), sealingKeys);
        if (text === null) throw new WebhookSecretError(unreadable(secret.id));
        return text;
      });
    },
  };
}

/** A tenant has secrets of its own, but they cannot sign. */
export class WebhookSecretError extends Error {}

const EXPIRED =
  "every webhook secret of the tenant has expired: add one at /v1/admin/tenants/{tenant}/webhook-secrets, or delete them to sign with WEBHOOK_SECRET";

function unreadable(id: string): string {
  return `the webhook secret ${id} cannot be read: give the worker the WEBHOOK_SECRETS_KEY of the producer`;
}

/** A sealed secret cannot be given to another tenant. */
function placeOf(tenant: string, { id }: Pick<WebhookSecret, "id">): string {
  return `${tenant} ${id}`;
}
