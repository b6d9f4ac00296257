import { isIP } from "node:net";

import ipaddr from "ipaddr.js";

/**
 * Whether a URL's host is private by itself: an address that is not public, or a name that resolves
 * only inside a network. A public name with a private address is refused when connecting.
 */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  if (isIP(host) !== 0) return ipaddr.process(host).range() !== "unicast";
  return !host.includes(".") || PRIVATE_SUFFIXES.some((suffix) => host.endsWith(suffix));
}

const PRIVATE_SUFFIXES = [".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa"];
