import type { Readable } from "node:stream";

import axios from "axios";
import type { AxiosRequestConfig } from "axios";
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from "request-filtering-agent";

/**
 * The one way to fetch a URL whose host we did not choose: a result's link, a caller's webhook. Addresses in private
 * networks are refused where the connection is made, after DNS, so a public name cannot lead inside.
 */
export interface UntrustedFetch {
  /** @param rest only a part, if it is still the same file. @throws {FetchError} */
  download(url: string, signal: AbortSignal, rest?: Rest): Promise<Download>;
  /** Posts text; answers the HTTP status. Redirects are not followed. @throws {FetchError} when there is no answer. */
  post(
    url: string,
    body: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<number>;
}

export interface Rest {
  readonly fromByte: number;
  /** The last byte; without it, all that comes. */
  readonly toByte?: number;
  /** Of the file that it was; without it, whatever is there now. */
  readonly etag?: string;
}

export interface Download {
  /** 200 for all of it, 206 for the rest that was asked for. */
  readonly status: number;
  readonly stream: Readable;
  /** What the server says it will send, or null. */
  readonly bytes: number | null;
  /** Whether an end that comes too early is noticed: by its length, or by its chunks. */
  readonly endIsKnown: boolean;
  /** By which the rest can be asked for, or null. */
  readonly etag: string | null;
  /** Where a rest begins, or null. */
  readonly fromByte: number | null;
  /** Of the whole file, whatever part of it is sent, or null. */
  readonly totalBytes: number | null;
}

/** Why there is no answer. `other` may pass. */
export type FetchFailure = "private" | "no-such-host" | "refused" | "redirects" | "other";

/** There is no answer. Its message holds no link. */
export class FetchError extends Error {
  override readonly name = "FetchError";
  readonly reason: FetchFailure;

  constructor(reason: FetchFailure, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** A webhook that takes longer keeps a place that others wait for. */
const POST_TIMEOUT_MS = 15_000;
/** Until the first byte, and then between two. */
const DOWNLOAD_IDLE_MS = 30_000;

/** @param allowedHosts names or addresses that are fetched although they are private, as a simulator's is. */
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
    async download(url, signal, rest) {
      try {
        const response = await axios.get<Readable>(url, {
          ...options(url),
          responseType: "stream",
          timeout: DOWNLOAD_IDLE_MS,
          signal,
          // A compressed answer has no length, and no rest.
          headers: {
            "accept-encoding": "identity",
            ...(rest && { range: `bytes=${rest.fromByte}-${rest.toByte ?? ""}` }),
            ...(rest?.etag !== undefined && { "if-range": rest.etag }),
          },
        });
        return { status: response.status, stream: response.data, ...headersOf(response.headers) };
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
          // A timeout of axios is over with the headers: a receiver that drips would keep its place.
          signal: AbortSignal.any([signal, AbortSignal.timeout(POST_TIMEOUT_MS)]),
        });
        return response.status;
      } catch (error) {
        throw withoutLink(error);
      }
    },
  };
}

/** A weak ETag does not promise the same bytes. */
function headersOf(
  headers: Readonly<Record<string, unknown>>,
): Omit<Download, "status" | "stream"> {
  const length = Number(headers["content-length"]);
  const { etag, "content-range": contentRange } = headers;
  const range =
    typeof contentRange === "string" ? /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(contentRange) : null;
  const bytes = Number.isSafeInteger(length) && length > 0 ? length : null;
  return {
    bytes,
    endIsKnown: bytes !== null || headers["transfer-encoding"] === "chunked",
    etag: typeof etag === "string" && etag.startsWith('"') ? etag : null,
    fromByte: range?.[1] === undefined ? null : Number(range[1]),
    totalBytes: range === null ? bytes : wholeNumber(range[2]),
  };
}

function wholeNumber(text: string | undefined): number | null {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

const FAILURES: Readonly<Record<string, FetchFailure>> = {
  ENOTFOUND: "no-such-host",
  ECONNREFUSED: "refused",
  ERR_FR_TOO_MANY_REDIRECTS: "redirects",
};

/** axios' errors carry the whole request, links and signatures too: only what went wrong may go on (G7). */
function withoutLink(error: unknown): FetchError {
  if (!axios.isAxiosError(error)) {
    return new FetchError("other", error instanceof Error ? error.message : String(error));
  }
  const inner = error.cause instanceof Error ? error.cause.message : error.message;
  const { code } = error;
  // The words of request-filtering-agent.
  if (/is not allowed\. Because/.test(inner)) return new FetchError("private", inner);
  return new FetchError(
    (code === undefined ? undefined : FAILURES[code]) ?? "other",
    code === undefined ? inner : `${code}: ${inner}`,
  );
}
