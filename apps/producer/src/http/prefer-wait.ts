/** The longest wait that is granted, seconds. Proxies close connections that are silent longer. */
export const LONGEST_WAIT_S = 300;

/**
 * How long a client prefers to wait for the end of its request, seconds; null if it does not, or
 * says so in another way than RFC 7240: a preference is not an error.
 *
 * @param header `Prefer`, such as `respond-async, wait=60`.
 */
export function readPreferWait(header = ""): number | null {
  for (const preference of header.split(",")) {
    const wait = /^\s*wait\s*=\s*"?(\d{1,9})"?\s*(;|$)/i.exec(preference)?.[1];
    if (wait !== undefined) return clamped(Number(wait));
  }
  return null;
}

function clamped(seconds: number): number | null {
  return seconds === 0 ? null : Math.min(seconds, LONGEST_WAIT_S);
}
