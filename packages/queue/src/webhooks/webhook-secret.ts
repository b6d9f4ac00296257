import { createCipheriv, createDecipheriv, createHash } from "node:crypto";

/** A webhook secret of a tenant, without its text. Times are epoch milliseconds. */
export interface WebhookSecret {
  readonly id: string;
  /** The beginning of the text. */
  readonly prefix: string;
  readonly createdAt: number;
  /** From then on it signs nothing. Null if it does not expire. */
  readonly expiresAt: number | null;
}

/** Encrypts the secrets of tenants: 32 bytes. */
export type SealingKey = Uint8Array;

const PREFIX = "whsec_";
/** 24 of the secret's 256 bits. */
const VISIBLE = PREFIX.length + 4;

/** The bytes that a new secret is made of. */
export const WEBHOOK_SECRET_BYTES = 32;

/** @param random `WEBHOOK_SECRET_BYTES` of a secure random source. */
export function webhookSecretText(random: Uint8Array): string {
  return PREFIX + Buffer.from(random).toString("base64");
}

export function webhookSecretOf(
  text: string,
  { createdAt, expiresAt }: Pick<WebhookSecret, "createdAt" | "expiresAt">,
): WebhookSecret {
  const digest = createHash("sha256").update(text).digest("hex");
  return { id: `whs_${digest.slice(0, 12)}`, prefix: text.slice(0, VISIBLE), createdAt, expiresAt };
}

const ALGORITHM = "aes-256-gcm";
export const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts a secret for Redis (G7). It can be read only with the key, and only for `place`.
 *
 * @param iv `IV_BYTES` of a secure random source
 */
export function seal(text: string, place: string, key: SealingKey, iv: Uint8Array): string {
  const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64");
}

/** Reads what `seal` wrote, with the first key that fits; null if none does. */
export function unseal(sealed: string, place: string, keys: readonly SealingKey[]): string | null {
  const bytes = Buffer.from(sealed, "base64");
  const [iv, tag] = [bytes.subarray(0, IV_BYTES), bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)];
  for (const key of keys) {
    try {
      const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(place))
        .setAuthTag(tag);
      const text = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString("utf8");
    } catch {
      // Another key, or another place.
    }
  }
  return null;
}
