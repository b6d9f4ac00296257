import { createHmac, timingSafeEqual } from "node:crypto";

import type { OssError } from "./oss-error.ts";
import { OSS_ERRORS } from "./oss-error.ts";

// Fixed, so that result URLs stay valid across restarts. It protects nothing real.
const SECRET = "dashqueue-simulator";
export const ACCESS_KEY_ID = "LTAI-simulator";

/**
 * Signs a URL in the format of DashScope's results:
 * `?Expires=<unix seconds>&OSSAccessKeyId=…&Signature=…`.
 *
 * @param expiresAt milliseconds since the epoch, rounded up to the second from which the URL is
 *   refused.
 */
export function signUrl(origin: string, pathname: string, expiresAt: number): string {
  const expires = String(Math.ceil(expiresAt / 1000));
  const query = new URLSearchParams({
    Expires: expires,
    OSSAccessKeyId: ACCESS_KEY_ID,
    Signature: signatureOf(pathname, expires),
  });
  return `${origin}${pathname}?${query.toString()}`;
}

/** Why a request is refused; null when its signature is valid and not expired. */
export function findUrlProblem(
  pathname: string,
  query: URLSearchParams,
  now: number,
): OssError | null {
  const expires = query.get("Expires");
  const signature = query.get("Signature");
  if (expires === null || signature === null) return OSS_ERRORS.unsigned;
  if (Number(expires) * 1000 <= now) return OSS_ERRORS.expired;
  const isValid =
    query.get("OSSAccessKeyId") === ACCESS_KEY_ID &&
    isEqual(signature, signatureOf(pathname, expires));
  return isValid ? null : OSS_ERRORS.wrongSignature;
}

function signatureOf(pathname: string, expires: string): string {
  return createHmac("sha1", SECRET).update(`GET\n\n\n${expires}\n${pathname}`).digest("base64");
}

function isEqual(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
