import type { GenerationEvent } from "@dashqueue/queue/internal";

/**
 * Reads the header `Last-Event-ID`, after which a stream resumes: undefined to start at the
 * beginning, null if it is not an event id.
 */
export function readLastEventId(header: string | undefined): string | undefined | null {
  if (header === undefined || header === "") return undefined;
  return /^\d{1,15}-\d{1,15}$/.test(header) ? header : null;
}

/** Formats an event as a server-sent event of the HTML standard. */
export function formatEvent({ id, name, status, at, detail }: GenerationEvent): string {
  const data = JSON.stringify({ status, at: new Date(at).toISOString(), ...detail });
  return `id: ${id}\nevent: ${name}\ndata: ${data}\n\n`;
}

/** A comment line, which keeps proxies from closing an idle connection. */
export const HEARTBEAT = ":\n\n";
