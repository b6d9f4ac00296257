import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";

import axios from "axios";

import type { HttpAnswer } from "./body.ts";

/** What became of one HTTP request. */
export type Sent =
  | { readonly kind: "answered"; readonly answer: HttpAnswer }
  /** No byte of it can have left. */
  | { readonly kind: "not-sent"; readonly code: string; readonly message: string }
  /** It may have arrived. */
  | { readonly kind: "lost"; readonly code: string; readonly message: string };

export interface Outgoing {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A form is streamed. */
  readonly body?: string | FormData;
  /** For all of it, from connecting to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Transport {
  /** Sends once and never retries. Resolves whatever happens; what it says holds no key and no link (G7). */
  send(outgoing: Outgoing): Promise<Sent>;
  close(): void;
}

/** An answer of this size is none of DashScope's. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Keep-alive connections to one provider; axios underneath, without its retries, redirects and proxies. */
export function createTransport(): Transport {
  const agents = {
    http: new http.Agent({ keepAlive: true }),
    https: new https.Agent({ keepAlive: true }),
  };
  return {
    async send({ method, url, headers, body, timeoutMs, signal }) {
      if (signal?.aborted)
        return {
          kind: "not-sent",
          code: "ABORTED",
          message: "the request was aborted before it was sent",
        };
      const deadline = AbortSignal.timeout(timeoutMs);
      const watch = watchSocket();
      try {
        const response = await axios.request<string>({
          method,
          url,
          headers: { ...headers },
          data: body,
          // A timeout of axios ends a silence: a connection that is never made, or an answer that drips, outlives it.
          signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
          httpAgent: agents.http,
          httpsAgent: agents.https,
          transport: watch.transport,
          proxy: false,
          maxRedirects: 0,
          maxContentLength: MOST_BYTES,
          responseType: "text",
          transformResponse: (text: unknown) => text,
          validateStatus: () => true,
        });
        return {
          kind: "answered",
          answer: {
            status: response.status,
            headers: Object.fromEntries(Object.entries(response.headers)),
            body: response.data,
          },
        };
      } catch (error) {
        const kind = watch.connected() ? "lost" : "not-sent";
        if (deadline.aborted)
          return { kind, code: "ETIMEDOUT", message: `no answer within ${timeoutMs} ms` };
        const { code = "", message } = describe(error);
        return { kind, code, message };
      }
    },
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

/**
 * Knows whether a byte of a request can have left: only over a socket that is connected, and for TLS has finished its
 * handshake. A reused keep-alive socket is; so a reset there proves nothing.
 */
function watchSocket() {
  let connected = false;
  function request(
    options: https.RequestOptions,
    onResponse: (response: http.IncomingMessage) => void,
  ): http.ClientRequest {
    const secure = options.protocol === "https:";
    const outgoing = (secure ? https : http).request(options, onResponse);
    outgoing.on("socket", (socket: Socket) => {
      if (outgoing.reusedSocket || !socket.connecting) connected = true;
      else socket.once(secure ? "secureConnect" : "connect", () => (connected = true));
    });
    return outgoing;
  }
  return { transport: { request }, connected: () => connected };
}

/** The error's own words, without the request that axios hangs on it. */
function describe(error: unknown): { code?: string | undefined; message: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code } = error as NodeJS.ErrnoException;
  return { code, message: error.message === "" ? (code ?? error.name) : error.message };
}
