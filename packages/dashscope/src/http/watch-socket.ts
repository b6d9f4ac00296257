import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";

/** Observes one request. */
export interface WatchedRequest {
  /** What axios sends the request with. */
  readonly transport: {
    request(
      options: https.RequestOptions,
      onResponse: (response: http.IncomingMessage) => void,
    ): http.ClientRequest;
  };
  /**
   * Whether a byte of the request can have been sent: the socket was connected, and for TLS the
   * handshake was complete. A reused keep-alive socket is connected, so a reset on it proves
   * nothing.
   */
  connected(): boolean;
}

export function watchSocket(): WatchedRequest {
  let connected = false;
  return {
    transport: {
      request(options, onResponse) {
        const secure = options.protocol === "https:";
        const outgoing = (secure ? https : http).request(options, onResponse);
        outgoing.on("socket", (socket: Socket) => {
          if (outgoing.reusedSocket || !socket.connecting) connected = true;
          else socket.once(secure ? "secureConnect" : "connect", () => (connected = true));
        });
        return outgoing;
      },
    },
    connected: () => connected,
  };
}
