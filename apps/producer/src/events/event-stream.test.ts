import { expect, test } from "vitest";

import { formatEvent, readLastEventId } from "./event-stream.ts";

test.each([
  [undefined, undefined],
  ["", undefined],
  ["1732269600000-0", "1732269600000-0"],
  ["1732269600000", null],
  ["-", null],
  ["(1-0", null],
  ["1-0 ", null],
  ["9999999999999999-0", null],
])("Last-Event-ID %j goes on after %j", (header, after) => {
  expect(readLastEventId(header)).toBe(after);
});

test("an event is one block, whatever is in it", () => {
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
