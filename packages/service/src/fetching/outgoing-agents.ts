import http from "node:http";
import https from "node:https";

import type { ProxySettings } from "./proxy.ts";
import { proxyFor } from "./proxy.ts";

/** A proxy that takes longer to open a tunnel counts as unreachable. */
const TUNNEL_LIMIT_MS = 15_000;

/** Keep-alive connections to hosts that the operator chose, through the proxy if there is one. */
export interface OutgoingAgents {
  /** The agent for a request to this URL. The proxy resolves the host's name. */
  agentFor(url: string): http.Agent;
  close(): void;
}

export function createOutgoingAgents(settings: ProxySettings): OutgoingAgents {
  const { HTTP_PROXY, HTTPS_PROXY } = settings;
  const keepAlive = true;
  const direct = { http: new http.Agent({ keepAlive }), https: new https.Agent({ keepAlive }) };
  const proxied = {
    http: new http.Agent({ keepAlive, proxyEnv: { HTTP_PROXY } }),
    https: new https.Agent({ keepAlive, timeout: TUNNEL_LIMIT_MS, proxyEnv: { HTTPS_PROXY } }),
  };
  hideProxy(proxied.http);
  hideProxy(proxied.https);
  return {
    agentFor(url) {
      const parsed = new URL(url);
      const agents = proxyFor(settings, parsed) === null ? direct : proxied;
      return parsed.protocol === "https:" ? agents.https : agents.http;
    },
    close() {
      for (const agents of [direct, proxied]) {
        agents.http.destroy();
        agents.https.destroy();
      }
    },
  };
}

/**
 * Node has read the option in the constructor. Axios must not use a proxy of its own, and would
 * then replace an agent that still shows one.
 */
function hideProxy(agent: http.Agent & { options?: http.AgentOptions }): void {
  if (agent.options !== undefined) agent.options.proxyEnv = undefined;
}
