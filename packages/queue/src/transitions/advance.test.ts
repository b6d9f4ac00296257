import { describe, expect, it } from "vitest";

import {
  absent,
  absentLater,
  adopted,
  cancel,
  canceling,
  confirmed,
  expired,
  expiring,
  lifted,
  limited,
  lost,
  missing,
  notSent,
  orphaned,
  paused,
  recovered,
  refused,
  rejected,
  resumed,
  throttled,
  unknown,
  unresolved,
  wrongKey,
} from "../../test/fixtures/changes.ts";
import {
  ACCEPTED,
  after,
  answered,
  ARCHIVED,
  BEGIN,
  CANCELED,
  FAILED,
  FAILED_FOR_NOW,
  FAILURE,
  PENDING,
  queued,
  read,
  RUNNING,
  SAMPLES,
  START,
  SUCCEEDED,
  SUSPENDED,
  UNRECOGNIZED,
} from "../../test/fixtures/generations.ts";
import type { Generation, Status } from "../generation/generation.ts";
import { advance } from "./advance.ts";
import type { Change } from "./change.ts";

it("prices an attempt, and its result, in the currency of the account's site", () => {
  const baseUrl = "https://dashscope-intl.aliyuncs.com/api/v1";
  const begun = { account: "default", lane: "wan2.1-vace-plus", baseUrl, site: "china" } as const;
  const cost = { amount: "3.66962", currency: "CNY" };
  const submitting = after(queued(), { kind: "attempt-begun", ...begun });
  expect(submitting).toMatchObject({ attempt: { ...begun, hold: cost } });
  const archiving = after(submitting, answered(ACCEPTED), read(SUCCEEDED));
  expect(archiving).toMatchObject({ result: { cost } });
});

it("begins no attempt if there was another one since late tasks were looked for (G1)", () => {
  const again = after(SAMPLES.submitting, throttled);
  const beginAfter = (lookedAfter: number) => {
    const begin = { kind: "attempt-begun", account: "default", lane: "wan2.1-vace-plus" } as const;
    return advance(
      again,
      { ...begin, baseUrl: "https://dashscope.aliyuncs.com/api/v1", lookedAfter },
      START,
    ).kind;
  };
  expect([0, again.attempts].map(beginAfter)).toEqual(["ignored", "advanced"]);
});

describe("advance", () => {
  it.each<[string, Generation, Change, Status, string | null]>([
    ["begins an attempt", SAMPLES.queued, BEGIN, "submitting", "attempt-begun"],
    [
      "records the task of an accepted create request",
      SAMPLES.submitting,
      answered(ACCEPTED),
      "running",
      "task-created",
    ],
    [
      "takes a late answer to an uncertain attempt",
      SAMPLES.uncertain,
      answered(ACCEPTED),
      "running",
      "task-created",
    ],
    [
      "becomes uncertain when the answer is lost",
      SAMPLES.submitting,
      unknown,
      "uncertain",
      "create-uncertain",
    ],
    [
      "becomes uncertain when its worker is gone",
      SAMPLES.submitting,
      orphaned,
      "uncertain",
      "create-uncertain",
    ],
    [
      "is queued again after a rate limit",
      SAMPLES.submitting,
      throttled,
      "queued",
      "create-delayed",
    ],
    [
      "is queued again when nothing was sent",
      SAMPLES.submitting,
      notSent,
      "queued",
      "create-delayed",
    ],
    [
      "is queued again by a late answer that nothing was created",
      SAMPLES.uncertain,
      throttled,
      "queued",
      "create-delayed",
    ],
    [
      "fails when the request is rejected",
      SAMPLES.submitting,
      rejected,
      "failed",
      "create-rejected",
    ],
    ["fails when the rejection is late", SAMPLES.uncertain, rejected, "failed", "create-rejected"],
    [
      "does not fail because of a wrong API key",
      SAMPLES.submitting,
      wrongKey,
      "queued",
      "create-delayed",
    ],
    ["adopts the task that the list shows", SAMPLES.uncertain, adopted, "running", "task-adopted"],
    ["records the first absence", SAMPLES.uncertain, absent, "uncertain", "attempt-absent"],
    [
      "is queued again after a second absence that is late enough",
      missing,
      absentLater,
      "queued",
      "create-delayed",
    ],
    [
      "fails when the outcome cannot be known any more",
      SAMPLES.uncertain,
      unresolved,
      "failed",
      "attempt-unresolved",
    ],
    ["records that the task runs", SAMPLES.running, read(RUNNING), "running", "task-observed"],
    ["counts a poll without news", SAMPLES.running, read(PENDING), "running", null],
    ["waits for a suspended task", SAMPLES.running, read(SUSPENDED), "running", "task-observed"],
    [
      "shows an undocumented task status",
      SAMPLES.running,
      read(UNRECOGNIZED),
      "running",
      "task-observed",
    ],
    [
      "archives a task that succeeded",
      SAMPLES.running,
      read(SUCCEEDED),
      "archiving",
      "task-succeeded",
    ],
    ["fails when its task fails", SAMPLES.running, read(FAILED), "failed", "task-failed"],
    [
      "is queued for another task after a transient failure",
      SAMPLES.running,
      read(FAILED_FOR_NOW),
      "queued",
      "task-failed",
    ],
    [
      "gets no other task after a cancel request",
      canceling.running,
      read(FAILED_FOR_NOW),
      "failed",
      "task-failed",
    ],
    ["recovers a task that Redis has lost", SAMPLES.queued, recovered, "running", "task-recovered"],
    [
      "recovers the task from the answer to a lost attempt",
      SAMPLES.queued,
      answered(ACCEPTED),
      "running",
      "task-recovered",
    ],
    [
      "recovers the task from an answer that came after the attempt ended",
      after(SAMPLES.submitting, notSent),
      answered(ACCEPTED),
      "running",
      "task-recovered",
    ],
    ["records that the account is paused", SAMPLES.queued, paused, "queued", "account-paused"],
    [
      "records that the account is resumed",
      after(SAMPLES.queued, paused),
      resumed,
      "queued",
      "account-resumed",
    ],
    [
      "records that the spend limit is reached",
      SAMPLES.queued,
      limited,
      "queued",
      "spend-limit-reached",
    ],
    [
      "records that the spend limit has room again",
      after(SAMPLES.queued, limited),
      lifted,
      "queued",
      "spend-limit-lifted",
    ],
    [
      "raises an alarm before its links expire",
      SAMPLES.archiving,
      expiring(6),
      "archiving",
      "expiry-near",
    ],
    [
      "raises a second alarm at the next threshold",
      after(SAMPLES.archiving, expiring(6)),
      expiring(2),
      "archiving",
      "expiry-near",
    ],
    [
      "is canceled when its task is canceled",
      SAMPLES.running,
      read(CANCELED),
      "canceled",
      "task-canceled",
    ],
    [
      "fails when the provider has forgotten its task",
      SAMPLES.running,
      lost,
      "failed",
      "task-failed",
    ],
    [
      "succeeds with its archived files (G6)",
      SAMPLES.archiving,
      ARCHIVED,
      "succeeded",
      "files-archived",
    ],
    ["fails when its links have expired", SAMPLES.archiving, expired, "failed", "files-expired"],
    [
      "is canceled at once while it is queued",
      SAMPLES.queued,
      cancel,
      "canceled",
      "cancel-confirmed",
    ],
    [
      "records a cancel request while its create request is in flight",
      SAMPLES.submitting,
      cancel,
      "submitting",
      "cancel-requested",
    ],
    [
      "records a cancel request while it is uncertain",
      SAMPLES.uncertain,
      cancel,
      "uncertain",
      "cancel-requested",
    ],
    [
      "records a cancel request until the provider answers",
      SAMPLES.running,
      cancel,
      "running",
      "cancel-requested",
    ],
    [
      "is canceled when nothing was created",
      canceling.submitting,
      throttled,
      "canceled",
      "cancel-confirmed",
    ],
    [
      "is canceled when the provider confirms",
      canceling.running,
      confirmed,
      "canceled",
      "cancel-confirmed",
    ],
    [
      "continues when the provider refuses to cancel",
      canceling.running,
      refused,
      "running",
      "cancel-refused",
    ],
    [
      "keeps the result when the cancel request was too late",
      canceling.running,
      read(SUCCEEDED),
      "archiving",
      "task-succeeded",
    ],
    [
      "refuses to cancel when the result is already paid for",
      SAMPLES.archiving,
      cancel,
      "archiving",
      "cancel-refused",
    ],
  ])("%s", (_, generation, change, status, event) => {
    const advanced = advance(generation, change, START + 7);
    expect(advanced).toMatchObject({
      kind: "advanced",
      event,
      generation: { status, revision: generation.revision + 1, updatedAt: START + 7 },
    });
  });

  it("settles the cost from the provider's usage", () => {
    expect(SAMPLES.archiving).toMatchObject({
      result: { cost: { amount: "3.50", currency: "CNY" } },
    });
  });

  it("keeps no link (G7), and never claims that a failed task was charged", () => {
    expect(JSON.stringify(SAMPLES.archiving)).not.toContain("Signature");
    expect(SAMPLES.failed).toMatchObject({ failure: { charged: false } });
  });

  it("has at most three tasks in one slot, each later than the last and none charged", () => {
    const failing = (generation: Generation) =>
      after(generation, BEGIN, answered(ACCEPTED, generation.attempts + 1));
    const once = after(failing(queued()), read(FAILED_FOR_NOW));
    expect(once).toMatchObject({
      delayed: { kind: "provider_error", charged: false },
      failedTasks: ["task-1"],
      keptSlot: { account: "default", lane: "wan2.1-vace-plus", notBefore: START + 5_000 },
    });
    const twice = after(failing(once), read(FAILED_FOR_NOW));
    expect(twice).toMatchObject({ status: "queued", keptSlot: { notBefore: START + 15_000 } });
    const thrice = after(failing(twice), read(FAILED_FOR_NOW));
    expect(thrice).toMatchObject({ status: "failed", attempts: 3, failure: { charged: false } });
  });

  it("waits for the account when it made the task fail", () => {
    const arrears = read({
      status: "FAILED",
      id: "task-1",
      failure: { ...FAILURE, kind: "arrears" },
    });
    expect(after(SAMPLES.running, arrears)).toMatchObject({
      status: "queued",
      delayed: { kind: "arrears" },
    });
  });

  it("records that a cancel request came too late", () => {
    expect(after(canceling.running, read(SUCCEEDED))).toMatchObject({ cancel: "refused" });
  });

  it("recovers an attempt under its own number, in the lane of the slot that it kept (G3)", () => {
    expect(after(SAMPLES.queued, answered(ACCEPTED, 3))).toMatchObject({ attempts: 3 });
    const keptSlot = { account: "default", lane: "an earlier group", notBefore: START };
    expect(after(queued({ keptSlot }), recovered)).toMatchObject({
      attempt: { lane: "an earlier group" },
    });
  });

  it("records that a rejected create request was not charged", () => {
    const failure = { ...FAILURE, kind: "invalid_request" } as const;
    const rejected = answered({ kind: "rejected", failure });
    expect(after(SAMPLES.submitting, rejected)).toMatchObject({ failure: { charged: false } });
  });

  it("counts attempts and keeps the reason for waiting", () => {
    const again = after(queued(), BEGIN, throttled, BEGIN);
    expect(again).toMatchObject({ status: "submitting", attempts: 2 });
    expect(after(queued(), BEGIN, throttled)).toMatchObject({ delayed: { kind: "rate_limited" } });
  });
});
