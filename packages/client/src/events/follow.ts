import { setTimeout as sleep } from "node:timers/promises";

import type { Event, LastEvent } from "../api/operations.generated.ts";
import type { Caller, CallOptions } from "../calls/call.ts";
import { DashqueueError } from "../http/dashqueue-error.ts";
import { readEvents } from "./read-events.ts";

/** One step of a generation, or at the end its record. */
export type GenerationEvent = (Event | LastEvent) & {
  /** Pass it as `after` to resume behind this event; null if the event has no id to resume from. */
  readonly id: string | null;
};

export interface FollowOptions extends CallOptions {
  /** The id of the last event that is known; by default all are read. */
  readonly after?: string | undefined;
  /** The server writes at least every 15 s. After this silence the connection counts as lost. */
  readonly silenceMs?: number | undefined;
}

const SILENCE_MS = 45_000;
const RECONNECT_MS = 1_000;

/**
 * Yields the events of a generation as they happen, and its record at the end. A lost connection is
 * opened again where it was lost; the step before the record may then come twice.
 *
 * @throws DashqueueError of the kind `timeout` if a connection stays silent: a proxy may hold it
 *   back.
 */
export async function* follow(
  caller: Caller,
  id: string,
  { after, silenceMs = SILENCE_MS, ...options }: FollowOptions = {},
): AsyncGenerator<GenerationEvent, void, undefined> {
  let last = after;
  for (;;) {
    const stream = await openStream(caller, id, last, silenceMs, options);
    if (stream === null) return;
    try {
      for await (const event of stream.events) {
        last = event.id ?? last;
        yield event;
        if (isLast(event)) return;
      }
    } catch (error) {
      options.signal?.throwIfAborted();
      if (stream.wasSilent()) throw silent(silenceMs);
      if (error instanceof DashqueueError) throw error;
    } finally {
      stream.close();
    }
    await sleep(RECONNECT_MS, undefined, options.signal === undefined ? {} : options);
  }
}

function isLast(event: GenerationEvent): event is LastEvent & GenerationEvent {
  return event.event === "generation";
}

interface Stream {
  readonly events: AsyncIterable<GenerationEvent>;
  /** Whether it was ended because it never said anything. */
  wasSilent(): boolean;
  close(): void;
}

/** Null if there is nothing to read any more. */
async function openStream(
  { send }: Caller,
  id: string,
  after: string | undefined,
  silenceMs: number,
  options: CallOptions,
): Promise<Stream | null> {
  const connection = new AbortController();
  const signals = [connection.signal, ...(options.signal === undefined ? [] : [options.signal])];
  const response = await send(
    "followGeneration",
    { path: { id }, query: { event_names: "false" } },
    async (response) => response,
    { ...options, signal: AbortSignal.any(signals) },
    after === undefined ? {} : { headers: { "Last-Event-ID": after } },
  );
  if (response.status === 204 || response.body === null) return null;
  let heard = false;
  const timer = setTimeout(() => connection.abort(), silenceMs);
  const events = readEvents(response.body, () => {
    heard = true;
    timer.refresh();
  });
  return {
    events: parsed(events),
    wasSilent: () => !heard && connection.signal.aborted,
    close() {
      clearTimeout(timer);
      connection.abort();
    },
  };
}

async function* parsed(
  events: AsyncIterable<{ readonly id: string | undefined; readonly data: string }>,
): AsyncGenerator<GenerationEvent, void, undefined> {
  for await (const { id, data } of events)
    yield { ...(JSON.parse(data) as Event | LastEvent), id: id ?? null };
}

function silent(silenceMs: number): DashqueueError {
  const detail = `The event stream was silent for ${silenceMs} ms. A proxy between here and the producer may hold it back: turn off its buffering of text/event-stream.`;
  return new DashqueueError({ kind: "timeout", detail });
}
