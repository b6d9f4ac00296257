import type { GenerationEvent } from "@dashqueue/queue/internal";

/** Where a stream goes on, by the header `Last-Event-ID`: undefined for the beginning, null for nonsense. */
export function readLastEventId(header: string | undefined): string | undefined | null {
  if (header === undefined || header === "") return undefined;
  return /^\d{1,15}-\d{1,15}$/.test(header) ? header : null;
}

/** One event as a server-sent event. */
export function formatEvent({ id, name, status, at, detail }: GenerationEvent): string {
  const data = JSON.stringify({ status, at: new Date(at).toISOString(), ...detail });
  return `id: ${id}\nevent: ${name}\ndata: ${data}\n\n`;
}

/** A comment: it says to everything in between that the connection lives. */
export const HEARTBEAT = ":\n\n";
