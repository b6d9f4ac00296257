import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  ACCEPTED,
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
  SUCCEEDED,
  SUSPENDED,
  UNRECOGNIZED,
} from "../../test/fixtures/generations.ts";
import { blocked, incomplete, unblocked } from "../../test/fixtures/changes.ts";
import { advance } from "./advance.ts";
import type { Change } from "./change.ts";
import type { Generation } from "../generation/generation.ts";
import { generationSchema } from "../generation/generation.ts";
import { holdsSlot, isInFlight, isTerminal, NEXT } from "../generation/status.ts";
import { jobOf } from "../jobs/job.ts";
import { tasksOf } from "../store/script-arguments.ts";
import { viewOf } from "../view/view.ts";

const answer = fc.constantFrom<Extract<Change, { kind: "create-answered" }>["answer"]>(
  ACCEPTED,
  { kind: "accepted", taskId: "task-2", requestId: null },
  { kind: "rejected", failure: { ...FAILURE, kind: "invalid_request" } },
  { kind: "rejected", failure: { ...FAILURE, kind: "authentication" } },
  { kind: "throttled", failure: { ...FAILURE, kind: "rate_limited" }, retryAfterMs: 5 },
  { kind: "not-sent", failure: FAILURE },
  { kind: "unknown", failure: FAILURE },
);
const attempt = fc.integer({ min: 0, max: 4 });
const claimed = fc.constantFrom("task-1", "task-3", null);

/** Any change, in any order, from any worker, late or repeated. */
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constant(BEGIN),
  fc.record({
    kind: fc.constant("create-answered" as const),
    attempt,
    begun: fc.constant(BEGUN),
    answer,
  }),
  fc.record({
    kind: fc.constant("task-recovered" as const),
    begun: fc.constant(BEGUN),
    taskId: fc.constantFrom("task-1", "task-3"),
    requestId: fc.constant(null),
  }),
  fc.record({ kind: fc.constant("attempt-orphaned" as const), attempt }),
  fc.record({
    kind: fc.constant("attempt-absent" as const),
    attempt,
    lookedAt: fc.nat(40),
    provenAfterMs: fc.constantFrom(0, 3),
  }),
  fc.record({ kind: fc.constant("attempt-unresolved" as const), attempt }),
  fc.record({
    kind: fc.constant("task-appeared" as const),
    attempt,
    taskId: fc.constantFrom("task-1", "task-3"),
  }),
  fc.record({
    kind: fc.constant("task-adopted" as const),
    attempt,
    taskId: fc.constantFrom("task-1", "task-3"),
    requestId: fc.constant(null),
  }),
  fc.record({
    kind: fc.constant("outcome-claimed" as const),
    attempt,
    taskId: claimed,
    by: fc.constant("ann"),
  }),
  fc.record({
    kind: fc.constant("claim-confirmed" as const),
    attempt,
    taskId: claimed,
    requestId: fc.constant(null),
  }),
  fc.record({
    kind: fc.constant("claim-refused" as const),
    attempt,
    taskId: claimed,
    reason: fc.constant("another prompt"),
  }),
  fc
    .constantFrom(
      PENDING,
      RUNNING,
      SUCCEEDED,
      FAILED,
      FAILED_FOR_NOW,
      CANCELED,
      SUSPENDED,
      UNRECOGNIZED,
    )
    .chain((task) => fc.constantFrom(task, { ...task, id: "task-2" }))
    .map(read),
  fc.constantFrom<Change>(
    { kind: "task-lost", failure: { ...FAILURE, kind: "expired" } },
    ARCHIVED,
    incomplete,
    blocked,
    unblocked,
    { kind: "files-expired", failure: { ...FAILURE, kind: "expired" } },
    { kind: "expiry-near", hoursLeft: 6 },
    { kind: "expiry-near", hoursLeft: 2 },
    { kind: "account-paused", failure: { ...FAILURE, kind: "arrears" } },
    { kind: "account-resumed" },
    { kind: "spend-limit-reached", failure: { ...FAILURE, kind: "spend_limit" } },
    { kind: "spend-limit-lifted" },
    { kind: "tenant-limit-reached", failure: { ...FAILURE, kind: "tenant_limit" } },
    { kind: "tenant-limit-lifted" },
    { kind: "upload-failed", failure: { ...FAILURE, kind: "storage" } },
    { kind: "upload-failed", failure: { ...FAILURE, kind: "media_rejected" } },
    { kind: "deadline-passed" },
    { kind: "cancel-requested" },
    { kind: "cancel-answered", confirmed: true },
    { kind: "cancel-answered", confirmed: false },
  ),
);

function walk(
  changes: readonly Change[],
  visit: (from: Generation, change: Change, to: Generation) => void,
): void {
  let current: Generation = queued({
    webhookUrl: "https://caller.example/hook",
    createdAt: 0,
    maxQueueMs: 10,
  });
  for (const [step, next] of changes.entries()) {
    const advanced = advance(current, next, step);
    if (advanced.kind === "ignored") continue;
    visit(current, next, advanced.generation);
    current = advanced.generation;
  }
}

function everyStep(check: (from: Generation, change: Change, to: Generation) => void): void {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40, size: "max" }), (changes) =>
      walk(changes, check),
    ),
    { numRuns: 500 },
  );
}

describe("any sequence of changes", () => {
  it("moves only along NEXT, and never out of a terminal status (G4)", () => {
    everyStep((from, _, to) => {
      expect(isTerminal(from.status)).toBe(false);
      if (from.status !== to.status) expect(NEXT[from.status]).toContain(to.status);
    });
  });

  it("never overwrites or loses a task (G4)", () => {
    everyStep((from, _, to) => {
      expect(tasksOf(to)).toEqual(expect.arrayContaining([...tasksOf(from)]));
    });
  });

  it("has at most three tasks, and another one only after a failed one, which costs nothing", () => {
    everyStep((_, __, to) => {
      expect(to.failedTasks.length).toBeLessThan(3);
      if (isInFlight(to) || to.status === "archiving")
        expect(to.failedTasks).toEqual([...new Set(to.failedTasks)]);
    });
  });

  it("begins an attempt only while no earlier one is open (G1)", () => {
    everyStep((from, { kind }, to) => {
      if (kind !== "attempt-begun") return;
      expect(isInFlight(from)).toBe(false);
      expect(to.attempts).toBe(from.attempts + 1);
    });
  });

  it("frees a slot only when nothing was created or the task has ended (G3)", () => {
    everyStep((from, change, to) => {
      if (!holdsSlot(from) || holdsSlot(to)) return;
      expect([
        "create-answered",
        "task-read",
        "task-lost",
        "cancel-answered",
        "attempt-absent",
        "attempt-unresolved",
        "claim-confirmed",
        "cancel-requested",
        "upload-failed",
        "tenant-limit-reached",
      ]).toContain(change.kind);
      if (change.kind === "create-answered")
        expect(["rejected", "throttled", "not-sent"]).toContain(change.answer.kind);
    });
  });

  it("always has a next job while it is open (G5), and reads back from JSON", () => {
    everyStep((_, __, to) => {
      expect(
        jobOf(to, { pollMs: () => 1, sendMs: 1, createMs: 1, reconcileMs: 1 }, 0),
      ).not.toBeNull();
      expect(generationSchema.parse(JSON.parse(JSON.stringify(to)))).toEqual(
        JSON.parse(JSON.stringify(to)),
      );
      expect(viewOf(to).status).toBe(to.status);
    });
  });
});
