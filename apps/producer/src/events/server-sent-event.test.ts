import type { GenerationView } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { formatEvent, formatRecord, readLastEventId } from "./server-sent-event.ts";

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
  const data =
    'data: {"event":"task-failed","status":"failed","at":"1970-01-01T00:00:00.000Z","message":"two\\n\\nlines","charged":false}\n\n';
  expect(formatEvent(event, true)).toBe(`event: task-failed\n${data}`);
  expect(formatEvent(event, false)).toBe(data);
  expect(formatEvent({ ...event, status: "queued" }, true)).toMatch(/^id: 5-1\nevent: /);
});

it("formats the record with the id of the last event", () => {
  const record = { id: "gen_1", status: "failed" } as GenerationView;
  expect(formatRecord(record, "5-1", true)).toBe(
    'id: 5-1\nevent: generation\ndata: {"event":"generation","generation":{"id":"gen_1","status":"failed"}}\n\n',
  );
  expect(formatRecord(record, "5-1", false)).not.toContain("\nevent:");
});
