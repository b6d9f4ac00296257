import { expect, it } from "vitest";

import { absent, absentLater, notSent, throttled, unknown } from "../../test/fixtures/changes.ts";
import {
  ACCEPTED,
  after,
  answered,
  BEGIN,
  FAILED_FOR_NOW,
  queued,
  read,
  START,
} from "../../test/fixtures/generations.ts";
import type { Generation } from "../generation/generation.ts";
import { advance } from "./advance.ts";
import type { Change } from "./change.ts";

const PASSED: Change = { kind: "deadline-passed" };
const waiting = queued({ maxQueueMs: 60_000 });

it("ends a generation that was not submitted in time, without a charge", () => {
  expect(advance(waiting, PASSED, START + 59_999).kind).toBe("ignored");
  expect(advance(queued(), PASSED, START + 90_000_000).kind).toBe("ignored");
  expect(advance(waiting, PASSED, START + 60_000)).toMatchObject({
    event: "deadline-exceeded",
    generation: {
      status: "failed",
      finishedAt: START + 60_000,
      attempt: null,
      failure: {
        kind: "deadline_exceeded",
        charged: false,
        message: "was not submitted within its max_queue_seconds of 60 s",
      },
    },
  });
});

it("begins no attempt after the deadline", () => {
  expect(advance(waiting, BEGIN, START + 60_000)).toMatchObject({
    kind: "ignored",
    reason: "was not submitted in time",
  });
});

it.each<[string, Generation]>([
  ["was refused for now", after(waiting, BEGIN, throttled)],
  ["was not sent", after(waiting, BEGIN, notSent)],
])("ends one whose create request %s", (_, generation) => {
  expect(advance(generation, PASSED, START + 60_000)).toMatchObject({
    generation: { status: "failed" },
  });
});

it.each<[string, Generation]>([
  ["is being sent", after(waiting, BEGIN)],
  ["was lost", after(waiting, BEGIN, unknown)],
  ["made no task that the list shows", after(waiting, BEGIN, unknown, absent, absentLater)],
  ["made a task", after(waiting, BEGIN, answered(ACCEPTED))],
  ["made a task that failed", after(waiting, BEGIN, answered(ACCEPTED), read(FAILED_FOR_NOW))],
])("ends none whose create request %s (G1)", (_, generation) => {
  expect(advance(generation, PASSED, START + 90_000_000).kind).toBe("ignored");
});
