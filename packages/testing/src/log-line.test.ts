import { expect, test } from "vitest";
import { parseLogLine } from "./log-line.ts";

test("reads a JSON object", () => {
  expect(parseLogLine('{"event":"worker-listening","level":30}')).toEqual({
    event: "worker-listening",
    level: 30,
  });
});

test.each(["", "Error: no", "    at main.ts:1:1", "{not json", "[1]", '"text"'])(
  "takes %j as plain text",
  (text) => {
    expect(parseLogLine(text)).toBeNull();
  },
);
