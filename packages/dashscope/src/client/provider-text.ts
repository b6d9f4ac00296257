/** Longer than any message of DashScope; an answer may be megabytes, and a failure is stored and shown. */
const MOST_CHARACTERS = 1_000;

/**
 * A provider's message, fit to be stored and shown (G7): it may quote the media URL that could not be fetched, which may be
 * signed, or the key that was refused. Of a URL, its place stays; what signs it goes.
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
