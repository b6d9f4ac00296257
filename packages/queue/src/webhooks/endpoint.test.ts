import { describe, expect, it } from "vitest";

import type { Endpoint } from "./endpoint.ts";
import {
  afterAnswer,
  afterResuming,
  endpointSchema,
  enterEndpoint,
  FAILURES_BEFORE_PAUSE,
  isEndpointDown,
} from "./endpoint.ts";

const NOW = 1_000_000;
const failure = {
  kind: "failed",
  generation: "gen_01",
  error: "the receiver answered 500",
  isProbe: false,
  retryAfterMs: null,
} as const;
const probe = { ...failure, isProbe: true };

/** An endpoint after `count` failures in a row, which concern `generations` generations. */
function failedTimes(count: number, generations = 3): Endpoint | null {
  let endpoint: Endpoint | null = null;
  for (let failed = 0; failed < count; failed += 1) {
    const generation = `gen_${failed % generations}`;
    endpoint = afterAnswer(endpoint, { ...failure, generation }, NOW + failed);
  }
  return endpoint;
}

const paused = failedTimes(FAILURES_BEFORE_PAUSE)!;
const until = paused.pausedUntil!;

describe("an endpoint", () => {
  it("is open while it works, and until it has failed several times in a row", () => {
    for (const endpoint of [null, failedTimes(FAILURES_BEFORE_PAUSE - 1)])
      expect(enterEndpoint(endpoint, NOW)).toEqual({ entry: { kind: "open" }, endpoint });
  });

  it("pauses for half a minute after that", () => {
    expect(paused).toEqual({
      failures: FAILURES_BEFORE_PAUSE,
      generations: ["gen_0", "gen_1"],
      since: NOW,
      lastError: failure.error,
      lastFailureAt: NOW + FAILURES_BEFORE_PAUSE - 1,
      pausedUntil: NOW + FAILURES_BEFORE_PAUSE - 1 + 30_000,
      probes: 0,
    });
    expect(endpointSchema.parse(paused)).toEqual(paused);
    expect(enterEndpoint(paused, until - 1).entry).toEqual({ kind: "paused", until });
  });

  it("is not paused by one generation alone, but by the next one", () => {
    const alone = failedTimes(FAILURES_BEFORE_PAUSE + 7, 1);
    expect(enterEndpoint(alone, NOW).entry).toEqual({ kind: "open" });
    const next = afterAnswer(alone, { ...failure, generation: "gen_1" }, NOW);
    expect(next).toMatchObject({ pausedUntil: NOW + 30_000 });
  });

  it.each(["accepted", "rejected", "gone"] as const)(
    "works again once it has %s a message",
    (kind) => {
      expect(afterAnswer(paused, { kind }, NOW)).toBeNull();
    },
  );

  it("is read as an earlier version stored it", () => {
    const { generations: _, ...earlier } = paused;
    expect(endpointSchema.parse(earlier)).toEqual({ ...paused, generations: [] });
  });

  it("lets one message through when the pause has ended, and no other one until it is answered", () => {
    const first = enterEndpoint(paused, until);
    expect(first.entry).toEqual({ kind: "probe" });
    expect(enterEndpoint(first.endpoint, until).entry).toEqual({
      kind: "paused",
      until: until + 20_000,
    });
  });

  it("lets the next one through if the worker of a probe died", () => {
    const { endpoint } = enterEndpoint(paused, until);
    expect(enterEndpoint(endpoint, until + 20_000).entry).toEqual({ kind: "probe" });
  });

  it("doubles the pause with each probe that fails, up to a quarter of an hour", () => {
    let endpoint = paused;
    const pauses = Array.from({ length: 7 }, () => {
      endpoint = afterAnswer(endpoint, probe, NOW)!;
      return (endpoint.pausedUntil! - NOW) / 1_000;
    });
    expect(pauses).toEqual([60, 120, 240, 480, 900, 900, 900]);
    expect(endpoint).toMatchObject({ failures: FAILURES_BEFORE_PAUSE + 7, probes: 7 });
  });

  it("pauses no longer because messages were under way when the pause began", () => {
    expect(afterAnswer(paused, failure, NOW + 5_000)).toMatchObject({ pausedUntil: until });
  });

  it("pauses for as long as the receiver asks", () => {
    const asked = { ...probe, retryAfterMs: 3_600_000 };
    expect(afterAnswer(paused, asked, NOW)?.pausedUntil).toBe(NOW + 3_600_000);
  });
});

describe("an endpoint that a person resumes", () => {
  const askedAt = paused.lastFailureAt;

  it("is open, and is paused again by its next failure", () => {
    const resumed = afterResuming({ ...paused, probes: 3 }, askedAt)!;
    expect(enterEndpoint(resumed, askedAt).entry).toEqual({ kind: "open" });
    expect(isEndpointDown(resumed)).toBe(true);
    const again = afterAnswer(resumed, failure, askedAt);
    expect(again).toMatchObject({ pausedUntil: askedAt + 30_000, probes: 0 });
    expect(afterResuming(again, askedAt - 1)).toBe(again);
  });

  it("stays as it is if it was not paused", () => {
    const failing = failedTimes(2);
    expect([afterResuming(null, NOW), afterResuming(failing, NOW + 9)]).toEqual([null, failing]);
    expect([null, failing, paused].map(isEndpointDown)).toEqual([false, false, true]);
  });
});
