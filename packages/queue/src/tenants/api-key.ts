import { createHash } from "node:crypto";

/** An API key of a tenant, without its secret. Times are epoch milliseconds. */
export interface ApiKey {
  /** The visible beginning of the key, which names it. */
  readonly id: string;
  readonly tenant: string;
  readonly createdAt: number;
  /** Null if it does not expire. */
  readonly expiresAt: number | null;
  /** To the minute; null if it was never used. */
  readonly lastUsedAt: number | null;
}

const PREFIX = "dq_";
/** 48 of the key's 192 bits. */
const VISIBLE = PREFIX.length + 8;

/** The bytes that a new key is made of. */
export const API_KEY_BYTES = 24;

/** @param random `API_KEY_BYTES` of a secure random source. */
export function apiKeyText(random: Uint8Array): string {
  return PREFIX + Buffer.from(random).toString("base64url");
}

/** Whether a bearer token has the form of an API key. */
export function isApiKey(text: string): boolean {
  return text.startsWith(PREFIX);
}

export function apiKeyId(text: string): string {
  return text.slice(0, VISIBLE);
}

/** Keys are stored as this only (G7). They are random, so they need no salt and no slow hash. */
export function apiKeyDigest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Reads the hash of a key in Redis; null for an empty one. */
export function apiKeyOfHash(hash: Readonly<Record<string, string>>): ApiKey | null {
  const { tenant, id, createdAt, expiresAt, lastUsedAt } = hash;
  if (tenant === undefined || id === undefined) return null;
  return {
    id,
    tenant,
    createdAt: Number(createdAt),
    expiresAt: expiresAt === undefined ? null : Number(expiresAt),
    lastUsedAt: lastUsedAt === undefined ? null : Number(lastUsedAt),
  };
}
