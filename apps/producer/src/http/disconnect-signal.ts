import type { Response } from "express";

/** Aborts when the client disconnects, at once if it already has. */
export function disconnectSignal(response: Response): AbortSignal {
  const disconnected = new AbortController();
  if (response.closed) disconnected.abort();
  else response.once("close", () => disconnected.abort());
  return disconnected.signal;
}
