import { expect, it } from "vitest";

import { parseLogLine } from "./log-line.ts";

it("parses a JSON object", () => {
  expect(parseLogLine('{"event":"worker-listening","level":"info"}')).toEqual({
    event: "worker-listening",
    level: "info",
  });
});

it.each(["", "Error: no", "    at main.ts:1:1", "{not json", "[1]", '"text"'])(
  "returns null for %j",
  (text) => {
    expect(parseLogLine(text)).toBeNull();
  },
);
