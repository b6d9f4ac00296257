import type { Readable } from "node:stream";
import { pipeline } from "node:stream";

import axios from "axios";
import type { AxiosRequestConfig } from "axios";

import { allowedHosts } from "./allowed-hosts.ts";
import { codingsOf, decodersOf } from "./decoders.ts";
import { readHeaders } from "./download.ts";
import type { ByteRange, Download } from "./download.ts";
import { FetchError } from "./fetch-error.ts";
import type { FetchFailure } from "./fetch-error.ts";
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
   * Posts JSON and returns the HTTP status. Redirects are not followed.
   *
   * @throws FetchError when there is no answer.
   */
  post(
    url: string,
    body: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<number>;
}

/** A slower webhook would hold a worker slot that other deliveries wait for. */
const POST_TIMEOUT_MS = 15_000;
/** Limits the time to the headers of a download. */
const HEADERS_MS = 30_000;
/** The timeout of axios ends with the headers. A slower body would hold a worker slot for hours. */
const LEAST_PACE: LeastPace = { bytes: 16 * 1024, windowMs: 15_000 };

/**
 * @param privateHosts host names, addresses and CIDR ranges to fetch although they are private,
 * such as a simulator's.
 */
export function createUntrustedFetch(
  privateHosts: readonly string[],
  leastPace = LEAST_PACE,
): UntrustedFetch {
  const hosts = allowedHosts(privateHosts);

  function options(url: string): AxiosRequestConfig {
    return {
      // A proxy would make the connection for us, unfiltered.
      proxy: false,
      validateStatus: () => true,
      // A named host may be anywhere, so it must not redirect.
      ...(hosts.isNamed(url) ? { maxRedirects: 0 } : { ...hosts.agents, maxRedirects: 3 }),
    };
  }

  return {
    async download(url, signal, range) {
      try {
        const response = await axios.get<Readable>(url, {
          ...options(url),
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
        const response = await axios.post(url, body, {
          ...options(url),
          maxRedirects: 0,
          headers: { "content-type": "application/json", ...headers },
          timeout: POST_TIMEOUT_MS,
          maxContentLength: 64 * 1024,
          responseType: "text",
          // The timeout of axios ends with the headers; this one also limits a slowly sent body.
          signal: AbortSignal.any([signal, AbortSignal.timeout(POST_TIMEOUT_MS)]),
        });
        return response.status;
      } catch (error) {
        throw withoutUrl(error);
      }
    },
  };
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
