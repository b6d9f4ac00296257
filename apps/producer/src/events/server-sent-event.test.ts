import { expect, it } from "vitest";

import { formatEvent, readLastEventId } from "./server-sent-event.ts";

it.each([
  [undefined, undefined],
  ["", undefined],
  ["1732269600000-0", "1732269600000-0"],
  ["1732269600000", null],
  ["-", null],
  ["(1-0", null],
  ["1-0 ", null],
  ["9999999999999999-0", null],
])("reads Last-Event-ID %j as %j", (header, after) => {
  expect(readLastEventId(header)).toBe(after);
});

it("formats an event as one block, even if its text has line breaks", () => {
  const event = {
    id: "5-1",
    name: "task-failed",
    at: 0,
    status: "failed" as const,
    detail: { message: "two\n\nlines", charged: false },
  };
  expect(formatEvent(event)).toBe(
    'id: 5-1\nevent: task-failed\ndata: {"status":"failed","at":"1970-01-01T00:00:00.000Z","message":"two\\n\\nlines","charged":false}\n\n',
  );
});
