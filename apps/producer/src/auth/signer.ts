import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

import { DEFAULT_TENANT } from "@dashqueue/queue/internal";

/** Signs texts for tenants. */
export interface Signer {
  /** The key that signs for a tenant; undefined if no secret may sign for it. */
  keyOf(tenant: string): Buffer | string | undefined;
  /**
   * Whose key made a signature. One made with a token counts for the default tenant only, because
   * its callers know the token.
   */
  signerOf(text: string, signature: Buffer): "operator" | "default" | null;
}

export interface SigningSecrets {
  /** Known to the operator alone. The first one signs, and all are accepted. */
  readonly secrets: readonly string[];
  /**
   * Tokens of the default tenant. Its callers could sign with them, so their signatures count for
   * that tenant only. Without secrets, the first token signs for it.
   */
  readonly tokens: readonly string[];
}

/** @param oldKeys with which earlier versions signed for the default tenant */
export function createSigner(
  purpose: string,
  { secrets, tokens }: SigningSecrets,
  oldKeys: readonly string[] = [],
): Signer {
  const operators = secrets.map((secret) => keyFor(purpose, secret));
  const ofDefault = [...tokens.map((token) => keyFor(purpose, token)), ...oldKeys];
  return {
    keyOf: (tenant) => operators[0] ?? (tenant === DEFAULT_TENANT ? ofDefault[0] : undefined),
    signerOf(text, signature) {
      const isOperators = isSigned(operators, text, signature);
      const isOfDefault = isSigned(ofDefault, text, signature);
      if (isOperators) return "operator";
      return isOfDefault ? "default" : null;
    },
  };
}

/** A key for one purpose, from which the secret cannot be recovered. */
export function keyFor(purpose: string, secret: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", `dashqueue ${purpose}`, 32));
}

export function sign(key: Buffer | string, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

/** Whether one of the keys made the signature. Each is tried, so the duration reveals nothing. */
function isSigned(keys: readonly (Buffer | string)[], text: string, signature: Buffer): boolean {
  return keys.map((key) => isEqual(sign(key, text), signature)).includes(true);
}

function isEqual(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
