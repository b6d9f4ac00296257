import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

/** A key for one purpose, from which the secret cannot be recovered. */
export function keyFor(purpose: string, secret: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", `dashqueue ${purpose}`, 32));
}

export function sign(key: Buffer | string, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

/** Whether one of the keys made the signature. Each is tried, so the duration reveals nothing. */
export function isSigned(
  keys: readonly (Buffer | string)[],
  text: string,
  signature: Buffer,
): boolean {
  return keys.map((key) => isEqual(sign(key, text), signature)).includes(true);
}

function isEqual(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
