import type { GenerationEvent, GenerationView } from "@dashqueue/queue/internal";
import { isTerminal } from "@dashqueue/queue/internal";

/**
 * Reads the header `Last-Event-ID`, after which a stream resumes: undefined to start at the
 * beginning, null if it is not an event id.
 */
export function readLastEventId(header: string | undefined): string | undefined | null {
  if (header === undefined || header === "") return undefined;
  return /^\d{1,15}-\d{1,15}$/.test(header) ? header : null;
}

/**
 * Formats an event as a server-sent event of the HTML standard. The last one has no id of its own:
 * a reader that loses the connection before the record gets both again.
 *
 * @param named whether the event has its own type; without one, every reader gets it as a message.
 */
export function formatEvent(event: GenerationEvent, named: boolean): string {
  const { id, name, status, at, detail } = event;
  const data = JSON.stringify({ event: name, status, at: new Date(at).toISOString(), ...detail });
  return `${isTerminal(status) ? "" : `id: ${id}\n`}${typeLine(name, named)}data: ${data}\n\n`;
}

/** Formats the record of an ended generation, the end of its stream. `id` is its last event. */
export function formatRecord(generation: GenerationView, id: string, named: boolean): string {
  const data = JSON.stringify({ event: RECORD, generation });
  return `id: ${id}\n${typeLine(RECORD, named)}data: ${data}\n\n`;
}

const RECORD = "generation";

function typeLine(name: string, named: boolean): string {
  return named ? `event: ${name}\n` : "";
}

/** A comment line, which keeps proxies from closing an idle connection. */
export const HEARTBEAT = ":\n\n";
