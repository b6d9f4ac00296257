import type { ServerResponse } from "node:http";

/** Aborts when the client disconnects, at once if it already has. */
export function disconnectSignal(response: ServerResponse): AbortSignal {
  const disconnected = new AbortController();
  if (response.closed) disconnected.abort();
  else response.once("close", () => disconnected.abort());
  return disconnected.signal;
}
