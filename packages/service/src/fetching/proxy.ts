import ipaddr from "ipaddr.js";

/** The proxy for requests that leave, as the environment of a process names it. */
export interface ProxySettings {
  /** For `http` URLs. */
  readonly HTTP_PROXY?: string | undefined;
  /** For `https` URLs. */
  readonly HTTPS_PROXY?: string | undefined;
  /**
   * Comma-separated hosts to reach directly: a name, which includes its subdomains, an address, or
   * a network like `10.0.0.0/8`, each with an optional port. `*` is every host.
   */
  readonly NO_PROXY: string;
}

/** Picks the settings from an environment, so that no secret in it is passed on. */
export function proxySettings({ HTTP_PROXY, HTTPS_PROXY, NO_PROXY }: ProxySettings): ProxySettings {
  return { HTTP_PROXY, HTTPS_PROXY, NO_PROXY };
}

/** Returns the proxy for a URL, or null to connect directly. This machine is always direct. */
export function proxyFor(settings: ProxySettings, url: URL): URL | null {
  const proxy = url.protocol === "https:" ? settings.HTTPS_PROXY : settings.HTTP_PROXY;
  return proxy === undefined || isDirect(settings, url) ? null : new URL(proxy);
}

function isDirect({ NO_PROXY }: ProxySettings, { hostname, port, protocol }: URL): boolean {
  // Without the brackets of an IPv6 address, and without the dot that ends a full name.
  const host = hostname.replace(/^\[|\]$|\.$/g, "");
  const actualPort = port === "" ? (protocol === "https:" ? "443" : "80") : port;
  const address = ipaddr.isValid(host) ? ipaddr.process(host) : null;
  if (host === "localhost" || host.endsWith(".localhost") || address?.range() === "loopback")
    return true;
  return NO_PROXY.toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      const [, name = entry, onlyPort = actualPort] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
      return name !== "" && onlyPort === actualPort && matches(name, host, address);
    });
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

function matches(entry: string, host: string, address: Address | null): boolean {
  if (entry === "*") return true;
  if (address !== null) return isWithin(entry.replace(/^\[|\]$/g, ""), address);
  const domain = entry.replace(/^\*?\./, "");
  return host === domain || host.endsWith(`.${domain}`);
}

/** Whether an address is this one, or in this CIDR range. */
export function isWithin(entry: string, address: Address): boolean {
  if (ipaddr.isValidCIDR(entry)) {
    const [network, bits] = ipaddr.parseCIDR(entry);
    return network.kind() === address.kind() && address.match(network, bits);
  }
  return ipaddr.isValid(entry) && ipaddr.process(entry).toString() === address.toString();
}
