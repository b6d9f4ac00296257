import type { Readable } from "node:stream";

import axios from "axios";
import type { AxiosRequestConfig } from "axios";
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from "request-filtering-agent";

/**
 * The one way to fetch a URL whose host we did not choose: a result's link, a caller's webhook. Addresses in private
 * networks are refused where the connection is made, after DNS, so a public name cannot lead inside.
 */
export interface UntrustedFetch {
  /** @throws with a message that holds no link. */
  download(url: string, signal: AbortSignal): Promise<Download>;
  /** Posts text; answers the HTTP status. Redirects are not followed. @throws when there is no answer. */
  post(
    url: string,
    body: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<number>;
}

export interface Download {
  readonly status: number;
  readonly stream: Readable;
  /** What the server says it will send, or null. */
  readonly bytes: number | null;
}

/** A webhook that takes longer keeps a place that others wait for. */
const POST_TIMEOUT_MS = 15_000;
/** Until the first byte, and then between two. */
const DOWNLOAD_IDLE_MS = 30_000;

/** @param allowedHosts names or addresses that are fetched although they are private, as a simulator's is. */
export function createUntrustedFetch(allowedHosts: readonly string[]): UntrustedFetch {
  const agents = { httpAgent: new RequestFilteringHttpAgent(), httpsAgent: new RequestFilteringHttpsAgent() };

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
    async download(url, signal) {
      try {
        const response = await axios.get<Readable>(url, {
          ...options(url),
          responseType: "stream",
          timeout: DOWNLOAD_IDLE_MS,
          signal,
        });
        const length = Number(response.headers["content-length"]);
        return {
          status: response.status,
          stream: response.data,
          bytes: Number.isSafeInteger(length) && length > 0 ? length : null,
        };
      } catch (error) {
        throw withoutLink(error);
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
          signal,
        });
        return response.status;
      } catch (error) {
        throw withoutLink(error);
      }
    },
  };
}

/** axios' errors carry the whole request, links and signatures too: only what went wrong may go on (G7). */
function withoutLink(error: unknown): Error {
  if (!axios.isAxiosError(error)) return error instanceof Error ? error : new Error(String(error));
  const inner = error.cause instanceof Error ? error.cause.message : error.message;
  return new Error(error.code === undefined ? inner : `${error.code}: ${inner}`);
}
