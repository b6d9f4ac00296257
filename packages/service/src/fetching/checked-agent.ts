import { lookup } from "node:dns/promises";
import type { Agent as HttpAgent, ClientRequest, IncomingMessage } from "node:http";
import { isIP, isIPv6 } from "node:net";
import type { Duplex } from "node:stream";

import type { AgentConnectOpts } from "agent-base";
import { Agent } from "agent-base";
import { HttpsProxyAgent } from "https-proxy-agent";
import ipaddr from "ipaddr.js";
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from "request-filtering-agent";

import { FetchError } from "./fetch-error.ts";
import type { ProxySettings } from "./proxy.ts";
import { isWithin, proxyFor } from "./proxy.ts";

/** Returns all addresses of a host name, the preferred one first. */
export type Resolve = (host: string) => Promise<readonly string[]>;

const resolveHost: Resolve = async (host) => {
  const found = await lookup(host, { all: true, order: "ipv4first" });
  return found.map(({ address }) => address);
};

export interface CheckedAgentOptions {
  readonly proxy: ProxySettings;
  /** CIDR ranges of private addresses to connect to. */
  readonly ranges: readonly string[];
  readonly resolve?: Resolve | undefined;
}

/**
 * Connects to public and allowed addresses only, for `http` and `https` alike. A proxy gets the
 * address that was checked and not the name, which it could resolve to another address (DNS
 * rebinding); TLS still verifies the name.
 */
export class CheckedAgent extends Agent {
  readonly #proxy: ProxySettings;
  readonly #addressOf: (host: string) => Promise<string>;
  readonly #direct: Readonly<Record<"http" | "https", HttpAgent>>;

  constructor({ proxy, ranges, resolve = resolveHost }: CheckedAgentOptions) {
    super();
    this.#proxy = proxy;
    this.#addressOf = (host) => checkedAddressOf(host, resolve, ranges);
    const options = { allowIPAddressList: [...ranges] };
    this.#direct = {
      http: new RequestFilteringHttpAgent(options),
      https: new RequestFilteringHttpsAgent(options),
    };
  }

  override async connect(
    request: ClientRequest,
    options: AgentConnectOpts,
  ): Promise<Duplex | HttpAgent> {
    const { host = "", port, secureEndpoint } = options;
    const protocol = secureEndpoint ? "https" : "http";
    const url = new URL(`${protocol}://${isIPv6(host) ? `[${host}]` : host}:${port}`);
    const proxy = proxyFor(this.#proxy, url);
    if (proxy === null) return this.#direct[protocol];
    const address = await this.#addressOf(host);
    return openTunnel(proxy, request, { ...options, host: address });
  }
}

/** @throws FetchError unless all addresses of the host are public or allowed. */
async function checkedAddressOf(
  host: string,
  resolve: Resolve,
  ranges: readonly string[],
): Promise<string> {
  const addresses = isIP(host) === 0 ? await resolve(host).catch(() => []) : [host];
  const [preferred] = addresses;
  if (preferred === undefined)
    throw new FetchError(
      "other",
      "this machine cannot resolve the host, so its address cannot be checked before it is given to the proxy",
    );
  const hidden = addresses.find((address) => {
    const parsed = ipaddr.parse(address);
    return parsed.range() !== "unicast" && !ranges.some((range) => isWithin(range, parsed));
  });
  if (hidden !== undefined)
    throw new FetchError("private", `the private address ${hidden} is not allowed`);
  return preferred;
}

/** @throws FetchError if the proxy does not open the tunnel. */
async function openTunnel(
  proxy: URL,
  request: ClientRequest,
  options: AgentConnectOpts,
): Promise<Duplex> {
  const abandoned = new AbortController();
  const abandon = () => abandoned.abort();
  let status = 0;
  request.once("close", abandon);
  request.once("proxyConnect", ({ statusCode = 0 }: IncomingMessage) => (status = statusCode));
  try {
    const agent = new HttpsProxyAgent<"http:">(proxy, { signal: abandoned.signal });
    const socket = await agent.connect(request, options);
    if (status === 200) return socket;
    socket.destroy();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FetchError("other", `the proxy cannot be reached: ${reason}`);
  } finally {
    request.off("close", abandon);
  }
  throw new FetchError("other", `the proxy refused to connect: it answered ${status}`);
}
