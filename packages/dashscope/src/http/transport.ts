import http from "node:http";
import https from "node:https";
import axios from "axios";

import type { HttpAnswer } from "./http-answer.ts";
import { limitTime } from "./time-limit.ts";
import { watchSocket } from "./watch-socket.ts";

/** The outcome of one HTTP request. */
export type Sent =
  | { readonly kind: "answered"; readonly answer: HttpAnswer }
  /** No byte of the request was sent. */
  | { readonly kind: "not-sent"; readonly code: string; readonly message: string }
  /** The request may have been received. */
  | { readonly kind: "lost"; readonly code: string; readonly message: string };

export interface Outgoing {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A form is streamed. */
  readonly body?: string | FormData;
  /** From connecting to the last byte of the response. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Transport {
  /**
   * Sends once and never retries. Never rejects; the outcome holds neither the API key nor a link
   * (G7).
   */
  send(outgoing: Outgoing): Promise<Sent>;
  close(): void;
}

/** DashScope's responses are much smaller. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Selects the connection pool of a request, by its URL. */
export type AgentFor = (url: string) => http.Agent;

/**
 * Sends by axios without its retries, redirects and proxies.
 *
 * @param agentFor by default, keep-alive connections without a proxy.
 */
export function createTransport(agentFor?: AgentFor): Transport {
  const plain = new http.Agent({ keepAlive: true });
  const secure = new https.Agent({ keepAlive: true });
  const ownAgentFor: AgentFor = (url) => (/^https:/i.test(url) ? secure : plain);
  return {
    async send({ method, url, headers, body, timeoutMs, signal }) {
      if (signal?.aborted)
        return {
          kind: "not-sent",
          code: "ABORTED",
          message: "the request was aborted before it was sent",
        };
      const agent = (agentFor ?? ownAgentFor)(url);
      using limit = limitTime(timeoutMs, signal);
      const watch = watchSocket();
      try {
        const response = await axios.request<string>({
          method,
          url,
          headers: { ...headers },
          data: body,
          // Axios's own timeout covers neither connecting nor a response that arrives byte by byte.
          signal: limit.signal,
          httpAgent: agent,
          httpsAgent: agent,
          transport: watch.transport,
          proxy: false,
          maxRedirects: 0,
          maxContentLength: MOST_BYTES,
          responseType: "text",
          transformResponse: (text: unknown) => text,
          validateStatus: () => true,
        });
        const { status, data } = response;
        const answer = {
          status,
          headers: Object.fromEntries(Object.entries(response.headers)),
          body: data,
        };
        return { kind: "answered", answer };
      } catch (error) {
        const kind = watch.connected() ? "lost" : "not-sent";
        if (limit.isOver())
          return { kind, code: "ETIMEDOUT", message: `no response within ${timeoutMs} ms` };
        return { kind, ...describe(error) };
      }
    },
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}

/**
 * The error's own code and message. The request that axios attaches to an error holds the API key
 * (G7).
 */
function describe(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: "", message: String(error) };
  const { code = "" } = error as NodeJS.ErrnoException;
  return { code, message: error.message || code || error.name };
}
