import type { Readable } from "node:stream";

import axios from "axios";
import type { AxiosRequestConfig } from "axios";
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from "request-filtering-agent";

import { readHeaders } from "./download.ts";
import type { ByteRange, Download } from "./download.ts";
import { FetchError } from "./fetch-error.ts";
import type { FetchFailure } from "./fetch-error.ts";

/**
 * The only way to fetch a URL whose host we did not choose, such as the link of a result or the
 * webhook of a caller. Addresses in private networks are refused when the connection is made, after
 * the DNS lookup, so that a public name cannot lead into a private network.
 */
export interface UntrustedFetch {
  /** @throws FetchError when there is no answer. */
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
/** Limits the time to the first byte, and then between two reads. */
const DOWNLOAD_IDLE_MS = 30_000;

/**
 * @param allowedHosts host names or addresses to fetch although they are private, such as a
 * simulator's.
 */
export function createUntrustedFetch(allowedHosts: readonly string[]): UntrustedFetch {
  const agents = {
    httpAgent: new RequestFilteringHttpAgent(),
    httpsAgent: new RequestFilteringHttpsAgent(),
  };

  function options(url: string): AxiosRequestConfig {
    const allowed = allowedHosts.includes(new URL(url).hostname);
    return {
      // A proxy would make the connection for us, unfiltered.
      proxy: false,
      validateStatus: () => true,
      ...(allowed ? { maxRedirects: 0 } : { ...agents, maxRedirects: 3 }),
    };
  }

  return {
    async download(url, signal, range) {
      try {
        const response = await axios.get<Readable>(url, {
          ...options(url),
          responseType: "stream",
          timeout: DOWNLOAD_IDLE_MS,
          signal,
          // A compressed answer has no length and supports no ranges.
          headers: {
            "accept-encoding": "identity",
            ...(range && { range: `bytes=${range.fromByte}-${range.toByte ?? ""}` }),
            ...(range?.etag !== undefined && { "if-range": range.etag }),
          },
        });
        return { status: response.status, stream: response.data, ...readHeaders(response.headers) };
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
  if (!axios.isAxiosError(error)) {
    return new FetchError("other", error instanceof Error ? error.message : String(error));
  }
  const inner = error.cause instanceof Error ? error.cause.message : error.message;
  const { code } = error;
  // The message of request-filtering-agent.
  if (/is not allowed\. Because/.test(inner)) return new FetchError("private", inner);
  return new FetchError(
    (code === undefined ? undefined : FAILURES[code]) ?? "other",
    code === undefined ? inner : `${code}: ${inner}`,
  );
}
