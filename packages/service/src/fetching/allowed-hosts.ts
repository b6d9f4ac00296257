import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from "request-filtering-agent";

/** The private hosts that may be fetched, although they are private. */
export interface AllowedHosts {
  /** Whether the host of this URL is named. */
  isNamed(url: string): boolean;
  /** Agents that refuse every other private address, after the DNS lookup. */
  readonly agents: {
    readonly httpAgent: RequestFilteringHttpAgent;
    readonly httpsAgent: RequestFilteringHttpsAgent;
  };
}

/**
 * @param entries host names, addresses and CIDR ranges. Only a range also allows the names that
 * resolve into it, as with split DNS.
 */
export function allowedHosts(entries: readonly string[]): AllowedHosts {
  const allowIPAddressList = entries.filter((entry) => entry.includes("/"));
  return {
    isNamed: (url) => entries.includes(new URL(url).hostname.replaceAll(/[[\]]/g, "")),
    agents: {
      httpAgent: new RequestFilteringHttpAgent({ allowIPAddressList }),
      httpsAgent: new RequestFilteringHttpsAgent({ allowIPAddressList }),
    },
  };
}
