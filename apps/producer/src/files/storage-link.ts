import type { Archive } from "@dashqueue/archive";

/**
 * Makes links of the archive that expire no later than the producer's own links do.
 *
 * @param linkExpiresSeconds 0: those do not expire.
 */
export function storageLink(
  archive: Pick<Archive, "link">,
  linkExpiresSeconds: number,
): Archive["link"] {
  const mostMs = linkExpiresSeconds === 0 ? Infinity : linkExpiresSeconds * 1000;
  return (key, options) =>
    archive.link(key, { ...options, expiresInMs: Math.min(options.expiresInMs, mostMs) });
}
