import { isPrivateHost } from "@dashqueue/queue/internal";

/** A provider on a private host, as a simulator is, makes that one host acceptable for its results. */
export function providerHosts(baseUrl: string): string[] {
  const { hostname } = new URL(baseUrl);
  return isPrivateHost(hostname) ? [hostname] : [];
}
