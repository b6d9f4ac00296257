import { expect, it } from "vitest";

import { FAILURE, queued, START } from "../../../test/fixtures/generations.ts";
import type { HoldUp } from "./all-reasons.ts";
import { reasonsToWait, standstillOf } from "./all-reasons.ts";

const ARREARS: HoldUp = { kind: "arrears", message: "no money", since: START - 5 };
const CLOSED: HoldUp = { kind: "unchecked", message: "not compared yet", since: null };
const unchecked = queued({ delayed: { ...FAILURE, kind: "unchecked" }, updatedAt: START });
const namesOf = (...given: Parameters<typeof reasonsToWait>) =>
  reasonsToWait(...given).map(({ reason }) => reason);

it("names what needs a person before what ends by itself, whichever was told last", () => {
  expect(namesOf(unchecked, null, [])).toEqual(["check"]);
  expect(namesOf(unchecked, null, [CLOSED, ARREARS])).toEqual(["account", "check"]);
  expect(namesOf(unchecked, "queue", [ARREARS])).toEqual(["paused", "account", "check"]);
  const arrears = queued({ delayed: { ...FAILURE, kind: "arrears" } });
  expect(namesOf(arrears, null, [CLOSED])).toEqual(["account", "check"]);
  const full: HoldUp = { kind: "storage", message: "full", since: START };
  expect(namesOf(arrears, null, [full, ARREARS])).toEqual(["account", "collection"]);
});

it("waits for no slot while anything else holds it up", () => {
  expect(namesOf(queued(), null, [])).toEqual(["slot"]);
  expect(namesOf(queued(), "limit", [CLOSED])).toEqual(["paused", "check"]);
  expect(reasonsToWait(queued({ updatedAt: START }), null, [CLOSED])).toMatchObject([
    { reason: "check", kind: "unchecked", message: "not compared yet", since: START },
  ]);
});

it("says of each reason since when, what to do, and which page explains it", () => {
  expect(reasonsToWait(unchecked, null, [ARREARS])).toMatchObject([
    {
      reason: "account",
      kind: "arrears",
      message: "no money",
      since: START - 5,
      nextTry: null,
      advice: expect.stringContaining("bill") as string,
      help: "/docs/operations/errors#arrears",
    },
    { reason: "check", message: FAILURE.message, help: "/docs/operations/errors#unchecked" },
  ]);
});

it("knows the next try from whichever tells it, and names what needs a person", () => {
  const later: HoldUp = { ...ARREARS, nextTry: START + 90 };
  const arrears = queued({ delayed: { ...FAILURE, kind: "arrears" } });
  const [told] = reasonsToWait(arrears, null, [later, { ...later, nextTry: START + 60 }]);
  expect(told).toMatchObject({ reason: "account", message: FAILURE.message, nextTry: START + 60 });
  const denied: HoldUp = { ...later, kind: "model_denied", message: "not open" };
  expect(reasonsToWait(queued(), null, [denied])).toMatchObject([
    { reason: "backoff", kind: "model_denied", message: "not open", nextTry: START + 90 },
  ]);
  const limited = queued({ delayed: { ...FAILURE, kind: "rate_limited" } });
  expect(reasonsToWait(limited, null, [denied])).toMatchObject([{ kind: "model_denied" }]);
});

it("waits for a worker while none takes its stage, whatever else holds it up", () => {
  expect(namesOf(queued(), null, [], false)).toEqual(["worker"]);
  expect(namesOf(unchecked, "queue", [ARREARS], false)).toEqual([
    "paused",
    "worker",
    "account",
    "check",
  ]);
});

it("says what keeps a task or its files, once it is not queued any more", () => {
  const next = { stage: "poll", queue: "poll", isPaused: false, hasWorker: true };
  expect(standstillOf(queued(), next)).toBeNull();
  expect(standstillOf(queued({ updatedAt: START }), { ...next, isPaused: true })).toEqual([
    {
      reason: "paused",
      since: START,
      nextTry: null,
      advice: "Resume the queue poll on the dashboard.",
      help: "/docs/operations/waiting#paused",
      kind: null,
      message: null,
    },
  ]);
  const both = standstillOf(queued(), { ...next, isPaused: true, hasWorker: false });
  expect(both?.map(({ reason }) => reason)).toEqual(["paused", "worker"]);
});
