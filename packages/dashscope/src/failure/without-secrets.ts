/**
 * Longer than any DashScope message. A response can have megabytes, and failures are stored and
 * shown.
 */
const MOST_CHARACTERS = 1_000;

/**
 * Removes credentials from a provider's message, so that it can be stored and shown (G7). A message
 * may quote a signed media URL that could not be fetched, or the API key that was rejected. A URL
 * keeps its host and path only.
 */
export function withoutSecrets(message: string): string {
  return message
    .slice(0, MOST_CHARACTERS)
    .toWellFormed()
    .replaceAll(/(:\/\/)[^\s/@]+@/g, "$1")
    .replaceAll(/(:\/\/[^\s?#]+)[?#]\S*/g, "$1?…")
    .replaceAll(/\bBearer\s+\S+/gi, "Bearer …")
    .replaceAll(/\b(sk|st)-[\w-]{8,}/g, "$1-…");
}
