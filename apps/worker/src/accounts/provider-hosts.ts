import { isPrivateHost } from "@dashqueue/queue/internal";

/** A provider on a private host, such as a simulator, may serve its results from that one host. */
export function providerHosts(baseUrl: string): string[] {
  const { hostname } = new URL(baseUrl);
  return isPrivateHost(hostname) ? [hostname] : [];
}
