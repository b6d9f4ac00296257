import type { EventSourceMessage } from "eventsource-parser";
import { createParser } from "eventsource-parser";

/** One server-sent event of a generation. */
export interface StreamEvent {
  /** Resumes after this event; undefined where a stream cannot resume. */
  readonly id: string | undefined;
  readonly data: string;
}

/** Yields the events of a stream as they arrive. */
export async function* readEvents(
  bytes: AsyncIterable<Uint8Array>,
  onBytes: () => void,
): AsyncGenerator<StreamEvent, void, undefined> {
  const arrived: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => arrived.push(event) });
  const decoder = new TextDecoder();
  for await (const chunk of bytes) {
    onBytes();
    parser.feed(decoder.decode(chunk, { stream: true }));
    for (const { id, data } of arrived.splice(0)) yield { id, data };
  }
}
