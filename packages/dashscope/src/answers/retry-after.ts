/**
 * The delay before a retry that a response requests, in milliseconds, or null. Reads
 * `retry-after-ms`, and `Retry-After` as seconds or an HTTP date. DashScope documents neither;
 * quota errors were observed with seconds.
 */
export function retryAfterMs(
  headers: Readonly<Record<string, unknown>>,
  now: number,
): number | null {
  const milliseconds = numberOf(headers["retry-after-ms"]);
  if (milliseconds !== null) return milliseconds;
  const header = headers["retry-after"];
  const seconds = numberOf(header);
  if (seconds !== null) return seconds * 1000;
  const date = typeof header === "string" ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

function numberOf(header: unknown): number | null {
  if (typeof header !== "string" || header.trim() === "") return null;
  const number = Number(header);
  return Number.isFinite(number) && number >= 0 ? number : null;
}
