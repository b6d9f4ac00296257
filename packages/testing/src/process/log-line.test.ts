import { expect, it } from "vitest";

import { parseLogLine } from "./log-line.ts";

it("parses a JSON object", () => {
  expect(parseLogLine('{"event":"worker-listening","level":30}')).toEqual({
    event: "worker-listening",
    level: 30,
  });
});

it.each(["", "Error: no", "    at main.ts:1:1", "{not json", "[1]", '"text"'])(
  "returns null for %j",
  (text) => {
    expect(parseLogLine(text)).toBeNull();
  },
);
