import { EventSourceParserStream } from "eventsource-parser/stream";

export interface ReadEvent {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: {
    readonly status: string;
    readonly at: string;
    readonly [detail: string]: unknown;
  };
}

export type EventReader = AsyncDisposable & {
  readonly status: number;
  readonly headers: Headers;
  /** How many comments came so far. */
  readonly comments: () => number;
  /** The next one; null when the stream has ended. */
  readonly next: () => Promise<ReadEvent | null>;
  /** All that are left, until the stream ends. */
  readonly rest: () => Promise<ReadEvent[]>;
};

/** Reads the event stream at this URL like an EventSource would. */
export async function readEvents(url: string, lastEventId?: string): Promise<EventReader> {
  const gone = new AbortController();
  const headers: Record<string, string> =
    lastEventId === undefined ? {} : { "Last-Event-ID": lastEventId };
  const answer = await fetch(url, { headers, signal: gone.signal });
  let comments = 0;
  const reader = answer.body
    ?.pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream({ onComment: () => (comments += 1) }))
    .getReader();
  const next = async () => {
    const { value } = (await reader?.read()) ?? {};
    return value === undefined
      ? null
      : { id: value.id, event: value.event, data: JSON.parse(value.data) as ReadEvent["data"] };
  };
  return {
    status: answer.status,
    headers: answer.headers,
    comments: () => comments,
    next,
    async rest() {
      const events: ReadEvent[] = [];
      for (let event = await next(); event !== null; event = await next()) events.push(event);
      return events;
    },
    async [Symbol.asyncDispose]() {
      gone.abort();
      await reader?.closed.catch(() => {});
    },
  };
}
