/** The hosts that may be fetched although they are private. */
export interface AllowedHosts {
  /** Whether the host of this URL is named. */
  isNamed(url: string): boolean;
  /** CIDR ranges. */
  readonly ranges: readonly string[];
}

/**
 * @param entries host names, addresses and CIDR ranges. Only a range also allows the names that
 * resolve into it, as with split DNS.
 */
export function allowedHosts(entries: readonly string[]): AllowedHosts {
  return {
    isNamed: (url) => entries.includes(new URL(url).hostname.replaceAll(/[[\]]/g, "")),
    ranges: entries.filter((entry) => entry.includes("/")),
  };
}
