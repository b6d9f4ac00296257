import type { Readable } from "node:stream";
import { pipeline } from "node:stream";

import axios from "axios";
import type { AxiosRequestConfig } from "axios";

import { allowedHosts } from "./allowed-hosts.ts";
import type { Resolve } from "./checked-agent.ts";
import { CheckedAgent } from "./checked-agent.ts";
import { codingsOf, decodersOf } from "./decoders.ts";
import { readHeaders } from "./download.ts";
import type { ByteRange, Download } from "./download.ts";
import { FetchError } from "./fetch-error.ts";
import type { FetchFailure } from "./fetch-error.ts";
import { createOutgoingAgents } from "./outgoing-agents.ts";
import type { ProxySettings } from "./proxy.ts";
import type { LeastPace } from "./stall-guard.ts";
import { stallGuard } from "./stall-guard.ts";

/**
 * The only way to fetch a URL whose host we did not choose, such as the link of a result or the
 * webhook of a caller. Addresses in private networks are refused when the connection is made, after
 * the DNS lookup, so that a public name cannot lead into a private network.
 */
export interface UntrustedFetch {
  /**
   * The stream fails with a FetchError when the host stalls, and with an error of zlib when an
   * encoded body is truncated.
   *
   * @throws FetchError when there is no answer.
   */
  download(url: string, signal: AbortSignal, range?: ByteRange): Promise<Download>;
  /**
   * Posts JSON and returns what the headers of the answer say, without reading its body. Redirects
   * are not followed.
   *
   * @throws FetchError when there is no answer within 15 s.
   */
  post(
    url: string,
    body: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Posted>;
}

/** The answer to a POST. */
export interface Posted {
  readonly status: number;
  /** The header `Retry-After`. */
  readonly retryAfter: string | null;
}

/** A slower webhook would hold a worker slot that other deliveries wait for. */
const POST_LIMIT_MS = 15_000;
/** Limits the time to the headers of a download. */
const HEADERS_MS = 30_000;
/** The timeout of axios ends with the headers. A slower body would hold a worker slot for hours. */
const LEAST_PACE: LeastPace = { bytes: 16 * 1024, windowMs: 15_000 };

export interface UntrustedFetchOptions {
  /** By default, hosts are reached directly. */
  readonly proxy?: ProxySettings;
  readonly leastPace?: LeastPace;
  /** Looks up host names; by default as the system does. */
  readonly resolve?: Resolve;
}

/**
 * @param privateHosts host names, addresses and CIDR ranges to fetch although they are private,
 * such as a simulator's. A proxy gets the names of these hosts, and they are not looked up here.
 */
export function createUntrustedFetch(
  privateHosts: readonly string[],
  options: UntrustedFetchOptions = {},
): UntrustedFetch {
  const { leastPace = LEAST_PACE } = options;
  const settingsFor = requestSettings(privateHosts, options);

  return {
    async download(url, signal, range) {
      try {
        const response = await axios.get<Readable>(url, {
          ...settingsFor(url),
          responseType: "stream",
          timeout: HEADERS_MS,
          signal,
          // Axios would accept a truncated body.
          decompress: false,
          // An encoded answer has no length and supports no ranges.
          headers: {
            "accept-encoding": "identity",
            ...(range && { range: `bytes=${range.fromByte}-${range.toByte ?? ""}` }),
            ...(range?.etag !== undefined && { "if-range": range.etag }),
          },
        });
        const codings = codingsOf(response.headers["content-encoding"]);
        const stream = bodyOf(response.data, codings, leastPace);
        return { status: response.status, stream, ...readHeaders(response.headers, codings) };
      } catch (error) {
        throw withoutUrl(error);
      }
    },
    async post(url, body, headers, signal) {
      try {
        const {
          status,
          data,
          headers: answered,
        } = await axios.post<Readable>(url, body, {
          ...settingsFor(url),
          maxRedirects: 0,
          headers: { "content-type": "application/json", ...headers },
          responseType: "stream",
          decompress: false,
          signal: AbortSignal.any([signal, AbortSignal.timeout(POST_LIMIT_MS)]),
        });
        data.destroy();
        return { status, retryAfter: textOf(answered["retry-after"]) };
      } catch (error) {
        throw withoutUrl(error);
      }
    },
  };
}

/** Returns the settings of a request by its URL. */
function requestSettings(
  privateHosts: readonly string[],
  { proxy = { NO_PROXY: "" }, resolve }: UntrustedFetchOptions,
): (url: string) => AxiosRequestConfig {
  const { isNamed, ranges } = allowedHosts(privateHosts);
  const checked = new CheckedAgent({ proxy, ranges, resolve });
  const named = createOutgoingAgents(proxy);
  return (url) => {
    const agent = isNamed(url) ? named.agentFor(url) : checked;
    return {
      httpAgent: agent,
      httpsAgent: agent,
      // The agents choose the proxy.
      proxy: false,
      validateStatus: () => true,
      // A named host may be anywhere, so it must not redirect.
      maxRedirects: isNamed(url) ? 0 : 3,
    };
  };
}

function textOf(header: unknown): string | null {
  return typeof header === "string" ? header : null;
}

/** @throws FetchError for an encoding that cannot be decoded. */
function bodyOf(raw: Readable, codings: readonly string[], leastPace: LeastPace): Readable {
  const decoders = decodersOf(codings);
  if (decoders === null) {
    raw.destroy();
    throw new FetchError("other", `the host sent the Content-Encoding ${codings.join(", ")}`);
  }
  const guard = stallGuard(leastPace);
  pipeline([raw, guard, ...decoders], () => {});
  // The body may fail before it is read; without a listener that would crash the process.
  return (decoders.at(-1) ?? guard).on("error", () => {});
}

const FAILURES: Readonly<Record<string, FetchFailure>> = {
  ENOTFOUND: "no-such-host",
  ECONNREFUSED: "refused",
  ERR_FR_TOO_MANY_REDIRECTS: "redirects",
};

/**
 * An error of axios carries the whole request with its signed URL and headers: keep the reason only
 * (G7).
 */
function withoutUrl(error: unknown): FetchError {
  if (error instanceof FetchError) return error;
  if (!axios.isAxiosError(error)) {
    return new FetchError("other", error instanceof Error ? error.message : String(error));
  }
  if (error.cause instanceof FetchError) return error.cause;
  const inner = error.cause instanceof Error ? error.cause.message : error.message;
  const { code } = error;
  // The message of request-filtering-agent.
  const [, address] = /^DNS lookup ([\da-f.:]+)\(.* is not allowed\. Because/.exec(inner) ?? [];
  if (address !== undefined)
    return new FetchError("private", `the private address ${address} is not allowed`);
  return new FetchError(
    (code === undefined ? undefined : FAILURES[code]) ?? "other",
    code === undefined ? inner : `${code}: ${inner}`,
  );
}
