import { describe, expect, it } from "vitest";

import {
  ACCEPTED,
  after,
  answered,
  ARCHIVED,
  BEGIN,
  BEGUN,
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
} from "../../test/fixtures/generations.ts";
import { advance } from "./advance.ts";
import type { Change } from "./change.ts";
import type { Generation, Status } from "../generation/generation.ts";

const unknown = answered({ kind: "unknown", failure: FAILURE });
const throttled = answered({
  kind: "throttled",
  failure: { ...FAILURE, kind: "rate_limited" },
  retryAfterMs: null,
});
const rejected = answered({
  kind: "rejected",
  failure: { ...FAILURE, kind: "invalid_request", charged: false },
});
const wrongKey = answered({
  kind: "rejected",
  failure: { ...FAILURE, kind: "authentication", charged: false },
});
const notSent = answered({ kind: "not-sent", failure: FAILURE });
const orphaned: Change = { kind: "attempt-orphaned", attempt: 1 };
const cancel: Change = { kind: "cancel-requested" };
const confirmed: Change = { kind: "cancel-answered", confirmed: true };
const refused: Change = { kind: "cancel-answered", confirmed: false };
const lost: Change = { kind: "task-lost", failure: { ...FAILURE, kind: "expired" } };
const expired: Change = {
  kind: "files-expired",
  failure: { ...FAILURE, kind: "expired", charged: true },
};
const adopted: Change = {
  kind: "task-adopted",
  attempt: 1,
  taskId: "task-1",
  requestId: null,
  by: null,
};
const absent: Change = { kind: "attempt-absent", attempt: 1, lookedAt: START, provenAfterMs: 7 };
const absentLater: Change = { ...absent, lookedAt: START + 7 };
const denied: Change = { kind: "attempt-denied", attempt: 1, by: "ann" };
const unresolved: Change = { kind: "attempt-unresolved", attempt: 1 };
const recovered: Change = {
  kind: "task-recovered",
  begun: BEGUN,
  taskId: "task-1",
  requestId: null,
};
const paused: Change = { kind: "account-paused", failure: { ...FAILURE, kind: "arrears" } };
const resumed: Change = { kind: "account-resumed" };
const limited: Change = {
  kind: "spend-limit-reached",
  failure: { ...FAILURE, kind: "spend_limit" },
};
const lifted: Change = { kind: "spend-limit-lifted" };
const dying = (hoursLeft: number): Change => ({ kind: "expiry-near", hoursLeft });
const missing = after(SAMPLES.uncertain, absent);
const wishing = {
  submitting: after(SAMPLES.submitting, cancel),
  uncertain: after(SAMPLES.uncertain, cancel),
  running: after(SAMPLES.running, cancel),
};

describe("advance", () => {
  it.each<[string, Generation, Change, Status, string | null]>([
    ["begins an attempt", SAMPLES.queued, BEGIN, "submitting", "attempt-begun"],
    [
      "keeps the task of an accepted create",
      SAMPLES.submitting,
      answered(ACCEPTED),
      "running",
      "task-created",
    ],
    ["adopts a late answer", SAMPLES.uncertain, answered(ACCEPTED), "running", "task-created"],
    ["knows that it knows nothing", SAMPLES.submitting, unknown, "uncertain", "create-uncertain"],
    [
      "knows when nobody is left to answer",
      SAMPLES.submitting,
      orphaned,
      "uncertain",
      "create-uncertain",
    ],
    ["waits again after a throttle", SAMPLES.submitting, throttled, "queued", "create-delayed"],
    ["waits again when nothing was sent", SAMPLES.submitting, notSent, "queued", "create-delayed"],
    [
      "is settled by a late proof of nothing",
      SAMPLES.uncertain,
      throttled,
      "queued",
      "create-delayed",
    ],
    [
      "fails when the request is refused",
      SAMPLES.submitting,
      rejected,
      "failed",
      "create-rejected",
    ],
    ["fails when the refusal comes late", SAMPLES.uncertain, rejected, "failed", "create-rejected"],
    ["does not fail for a wrong key", SAMPLES.submitting, wrongKey, "queued", "create-delayed"],
    ["adopts a task that was found", SAMPLES.uncertain, adopted, "running", "task-adopted"],
    ["remembers that nothing was found", SAMPLES.uncertain, absent, "uncertain", "attempt-absent"],
    [
      "waits again when nothing was found twice, so far apart",
      missing,
      absentLater,
      "queued",
      "create-delayed",
    ],
    [
      "believes a person who found the task",
      SAMPLES.uncertain,
      { ...adopted, by: "ann" },
      "running",
      "task-adopted",
    ],
    ["believes a person who found none", SAMPLES.uncertain, denied, "queued", "attempt-denied"],
    [
      "gives up what nobody will ever know",
      SAMPLES.uncertain,
      unresolved,
      "failed",
      "attempt-unresolved",
    ],
    ["sees the task start", SAMPLES.running, read(RUNNING), "running", "task-observed"],
    ["counts a poll that brings nothing new", SAMPLES.running, read(PENDING), "running", null],
    [
      "keeps a word that nobody knows visible",
      SAMPLES.running,
      read(SUSPENDED),
      "running",
      "task-observed",
    ],
    ["archives what succeeded", SAMPLES.running, read(SUCCEEDED), "archiving", "task-succeeded"],
    ["fails with the task", SAMPLES.running, read(FAILED), "failed", "task-failed"],
    [
      "has another task when one failed for now",
      SAMPLES.running,
      read(FAILED_FOR_NOW),
      "queued",
      "task-failed",
    ],
    [
      "has none when it is not wanted any more",
      wishing.running,
      read(FAILED_FOR_NOW),
      "failed",
      "task-failed",
    ],
    [
      "takes a task that Redis had forgotten",
      SAMPLES.queued,
      recovered,
      "running",
      "task-recovered",
    ],
    [
      "takes the answer to a forgotten create",
      SAMPLES.queued,
      answered(ACCEPTED),
      "running",
      "task-recovered",
    ],
    [
      "takes an answer that comes too late",
      after(SAMPLES.submitting, notSent),
      answered(ACCEPTED),
      "running",
      "task-recovered",
    ],
    ["is told that the account is paused", SAMPLES.queued, paused, "queued", "account-paused"],
    [
      "is told that it goes on",
      after(SAMPLES.queued, paused),
      resumed,
      "queued",
      "account-resumed",
    ],
    ["waits for the spend limit", SAMPLES.queued, limited, "queued", "spend-limit-reached"],
    [
      "continues when the spend limit has room",
      after(SAMPLES.queued, limited),
      lifted,
      "queued",
      "spend-limit-lifted",
    ],
    ["is told that its links die", SAMPLES.archiving, dying(6), "archiving", "expiry-near"],
    ["is told again", after(SAMPLES.archiving, dying(6)), dying(2), "archiving", "expiry-near"],
    ["is canceled with the task", SAMPLES.running, read(CANCELED), "canceled", "task-canceled"],
    ["gives up a task that is forgotten", SAMPLES.running, lost, "failed", "task-failed"],
    ["succeeds with its files", SAMPLES.archiving, ARCHIVED, "succeeded", "files-archived"],
    ["fails when the links died", SAMPLES.archiving, expired, "failed", "files-expired"],
    ["is canceled while it waits", SAMPLES.queued, cancel, "canceled", "cancel-confirmed"],
    [
      "remembers the wish while a create is out",
      SAMPLES.submitting,
      cancel,
      "submitting",
      "cancel-requested",
    ],
    [
      "remembers the wish while nobody knows",
      SAMPLES.uncertain,
      cancel,
      "uncertain",
      "cancel-requested",
    ],
    [
      "remembers the wish until the provider says",
      SAMPLES.running,
      cancel,
      "running",
      "cancel-requested",
    ],
    [
      "is canceled when nothing was made",
      wishing.submitting,
      throttled,
      "canceled",
      "cancel-confirmed",
    ],
    [
      "is canceled when the provider says so",
      wishing.running,
      confirmed,
      "canceled",
      "cancel-confirmed",
    ],
    ["goes on when the provider refuses", wishing.running, refused, "running", "cancel-refused"],
    [
      "keeps a result that a cancel came too late for",
      wishing.running,
      read(SUCCEEDED),
      "archiving",
      "task-succeeded",
    ],
    ["refuses to cancel what is paid", SAMPLES.archiving, cancel, "archiving", "cancel-refused"],
  ])("%s", (_, generation, change, status, event) => {
    const advanced = advance(generation, change, START + 7);
    expect(advanced).toMatchObject({
      kind: "advanced",
      event,
      generation: { status, revision: generation.revision + 1, updatedAt: START + 7 },
    });
  });

  it.each<[string, Generation, Change]>([
    ["a second attempt while one is out", SAMPLES.submitting, BEGIN],
    ["a second attempt while nobody knows (G1)", SAMPLES.uncertain, BEGIN],
    ["a second attempt when there is a task", SAMPLES.running, BEGIN],
    ["an answer to an earlier attempt", SAMPLES.submitting, answered(ACCEPTED, 0)],
    ["a second task (G4)", SAMPLES.running, answered({ ...ACCEPTED, taskId: "task-2" })],
    ["an orphan of another attempt", SAMPLES.submitting, { ...orphaned, attempt: 2 }],
    ["not knowing twice", SAMPLES.uncertain, unknown],
    ["nothing found twice in a row, too soon", missing, { ...absentLater, provenAfterMs: 8 }],
    ["what was seen long ago, and is told late", missing, absent],
    ["a look at another attempt", SAMPLES.uncertain, { ...adopted, attempt: 2 }],
    ["a find for what has its task (G4)", SAMPLES.running, { ...adopted, taskId: "task-2" }],
    ["a look at what has its answer", SAMPLES.submitting, absent],
    ["a reading of another task", SAMPLES.running, read({ ...RUNNING, id: "task-2" })],
    ["a reading without a task", SAMPLES.queued, read(RUNNING)],
    ["a lost task without a task", SAMPLES.queued, lost],
    ["files of a task that runs", SAMPLES.running, ARCHIVED],
    ["expired files of a task that runs", SAMPLES.running, expired],
    ["a second wish", wishing.running, cancel],
    ["a second refusal", after(SAMPLES.archiving, cancel), cancel],
    ["an answer to no wish", SAMPLES.running, confirmed],
    [
      "the answer that made a task which has failed",
      after(SAMPLES.running, read(FAILED_FOR_NOW)),
      answered(ACCEPTED),
    ],
    ["a forgotten create that made nothing", SAMPLES.queued, notSent],
    ["a forgotten task for what has one", SAMPLES.running, recovered],
    ["being told twice that the account is paused", after(SAMPLES.queued, paused), paused],
    ["being told to go on without having waited", SAMPLES.queued, resumed],
    ["the account, once it has a task", SAMPLES.running, paused],
    ["the account for what waits for the spend limit", after(SAMPLES.queued, limited), resumed],
    ["the spend limit for what waits for the account", after(SAMPLES.queued, paused), lifted],
    ["an alarm that was given", after(SAMPLES.archiving, dying(2)), dying(6)],
    ["an alarm for what has no files", SAMPLES.running, dying(6)],
    ["anything once it has succeeded (G4)", SAMPLES.succeeded, cancel],
    ["anything once it has failed (G4)", SAMPLES.failed, BEGIN],
    ["anything once it is canceled (G4)", SAMPLES.canceled, BEGIN],
  ])("ignores %s", (_, generation, change) => {
    expect(advance(generation, change, START + 7).kind).toBe("ignored");
  });

  it("settles the cost from what the provider says it made", () => {
    expect(SAMPLES.archiving).toMatchObject({
      result: { cost: { amount: "3.50", currency: "CNY" } },
    });
  });

  it("reads the expiry from the links, else counts 24 hours from the end", () => {
    expect(SAMPLES.archiving).toMatchObject({ result: { expiresAt: START + 1_000 } });
    const silent = after(SAMPLES.running, read({ ...SUCCEEDED, files: [] }));
    expect(silent).toMatchObject({ result: { expiresAt: START + 500 + 86_400_000 } });
    const timeless = after(SAMPLES.running, read({ ...SUCCEEDED, files: [], endedAt: null }));
    expect(timeless).toMatchObject({ result: { expiresAt: START + 86_400_000 } });
  });

  it("keeps no link and says never that a failed task was charged", () => {
    expect(JSON.stringify(SAMPLES.archiving)).not.toContain("Signature");
    expect(SAMPLES.failed).toMatchObject({ failure: { charged: false } });
  });

  it("has three tasks at most, in one slot, later each time, and none is charged", () => {
    const failing = (generation: Generation) =>
      after(generation, BEGIN, answered(ACCEPTED, generation.attempts + 1));
    const once = after(failing(queued()), read(FAILED_FOR_NOW));
    expect(once).toMatchObject({
      delayed: { kind: "provider_error", charged: false },
      failedTasks: ["task-1"],
      keptSlot: { account: "default", notBefore: START + 5_000 },
    });
    const twice = after(failing(once), read(FAILED_FOR_NOW));
    expect(twice).toMatchObject({ status: "queued", keptSlot: { notBefore: START + 15_000 } });
    const thrice = after(failing(twice), read(FAILED_FOR_NOW));
    expect(thrice).toMatchObject({ status: "failed", attempts: 3, failure: { charged: false } });
  });

  it("waits for an account that failed its task", () => {
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

  it("counts attempts and keeps the reason of the wait", () => {
    const again = after(queued(), BEGIN, throttled, BEGIN);
    expect(again).toMatchObject({ status: "submitting", attempts: 2 });
    expect(after(queued(), BEGIN, throttled)).toMatchObject({ delayed: { kind: "rate_limited" } });
  });
});
