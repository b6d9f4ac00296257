import { expect, it } from "vitest";

import { readEvents } from "./read-events.ts";

it("joins what arrives in pieces, and skips heartbeats", async () => {
  const text = 'id: 0-1\ndata: {"event":"task-created"}\n\n:\n\ndata: {"prompt":"雨"}\n\n';
  const bytes = new TextEncoder().encode(text);
  let heard = 0;
  const pieces = (async function* () {
    for (const byte of bytes) yield Uint8Array.of(byte);
  })();
  const events = await Array.fromAsync(readEvents(pieces, () => (heard += 1)));
  expect(events).toEqual([
    { id: "0-1", data: '{"event":"task-created"}' },
    { id: undefined, data: '{"prompt":"雨"}' },
  ]);
  expect(heard).toBe(bytes.length);
});
