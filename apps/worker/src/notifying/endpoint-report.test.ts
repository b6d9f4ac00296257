import type { Endpoint } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { createEndpointReport } from "./endpoint-report.ts";

const failing: Endpoint = {
  failures: 4,
  generations: [],
  since: 0,
  lastError: "the receiver answered 500",
  lastFailureAt: 9,
  pausedUntil: null,
  probes: 0,
};
const paused = { ...failing, failures: 5, pausedUntil: 30_000 };
/** By a person, who has not sent a message yet. */
const resumed = { ...paused, generations: ["gen_1", "gen_2"], pausedUntil: null };
const to = { tenant: "films", url: "https://hooks.example/s3cr3t?token=1" };

/** The lines that are logged for a change. */
function linesOf(before: Endpoint | null, after: Endpoint | null) {
  const lines: object[] = [];
  const log = (line: object) => void lines.push(line);
  createEndpointReport({ info: log, warn: log } as never)(to, { before, after });
  return lines;
}

it("says when an endpoint is paused and when it answers again, without its path (G7)", () => {
  const about = { tenant: "films", origin: "https://hooks.example" };
  expect(linesOf(failing, paused)).toEqual([
    { event: "webhook-endpoint-paused", ...about, failures: 5, error: failing.lastError },
  ]);
  for (const before of [paused, resumed])
    expect(linesOf(before, null)).toEqual([{ event: "webhook-endpoint-resumed", ...about }]);
});

it.each([
  ["works", null, null],
  ["begins to fail", null, failing],
  ["works again after a blip", failing, null],
  ["fails another probe", paused, { ...paused, probes: 1 }],
  ["fails after a person has resumed it", resumed, { ...resumed, pausedUntil: 60_000 }],
])("says nothing when an endpoint %s", (_, before, after) => {
  expect(linesOf(before, after)).toEqual([]);
});
