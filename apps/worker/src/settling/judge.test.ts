import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Candidate } from "./candidates.ts";
import type { Evidence } from "./evidence.ts";
import type { Verdict } from "./judge.ts";
import { judge } from "./judge.ts";
import type { RequestIdentity } from "./prompts.ts";

const identity: RequestIdentity = { prompt: "a girl", requestId: null };
const task = (overrides: Partial<Candidate> = {}): Candidate => ({
  taskId: "task-1",
  model: "wanx2.1-vace-plus",
  requestId: "request-1",
  status: "SUCCEEDED",
  createdAt: 1_000,
  prompt: "a girl",
  ...overrides,
});
const given = (candidates: Candidate[], overrides: Partial<Evidence> = {}): Evidence => ({
  candidates,
  uncertainCount: 1,
  areIdentical: true,
  rank: null,
  promptsInFlight: [],
  ...overrides,
});
const hidden = task({ prompt: null });

describe("judge", () => {
  it.each<[string, RequestIdentity, Evidence, Verdict["kind"]]>([
    ["no task", identity, given([]), "absent"],
    ["a task with our prompt", identity, given([task()]), "adopt"],
    [
      "two interchangeable tasks with our prompt",
      identity,
      given([task(), task({ taskId: "task-2" })]),
      "adopt",
    ],
    [
      "our prompt with normalized white space",
      { ...identity, prompt: "a  girl \n" },
      given([task()]),
      "adopt",
    ],
    [
      "a truncated prompt",
      { ...identity, prompt: "a girl in a forest" },
      given([task()]),
      "undecided",
    ],
    [
      "a longer prompt that starts with ours",
      { ...identity, prompt: "a" },
      given([task()]),
      "absent",
    ],
    [
      "as many tasks with our prompt as differing create requests",
      identity,
      given([task({ createdAt: 2 }), task({ taskId: "task-2", createdAt: 1 })], {
        rank: { index: 0, count: 2 },
      }),
      "adopt",
    ],
    [
      "fewer tasks with our prompt than differing create requests",
      identity,
      given([task()], { rank: { index: 0, count: 2 } }),
      "undecided",
    ],
    ["another prompt", identity, given([task({ prompt: "a boy" })]), "absent"],
    [
      "our request id",
      { ...identity, requestId: "request-1" },
      given([task({ prompt: null, status: "RUNNING" })]),
      "adopt",
    ],
    [
      "a running task whose prompt is not visible yet",
      identity,
      given([task({ prompt: null, status: "RUNNING" })]),
      "undecided",
    ],
    [
      "a failed task, which was not charged",
      identity,
      given([task({ prompt: null, status: "FAILED" })]),
      "absent",
    ],
    ["a canceled task", identity, given([task({ prompt: null, status: "CANCELED" })]), "absent"],
    [
      "our prompt while the same create request is in flight",
      identity,
      given([task()], { promptsInFlight: ["a girl"] }),
      "undecided",
    ],
    [
      "our prompt while another create request is in flight",
      identity,
      given([task()], { promptsInFlight: ["a boy"] }),
      "adopt",
    ],
    [
      "a task that never shows its prompt, and one identity",
      { ...identity, prompt: null },
      given([hidden]),
      "adopt",
    ],
    [
      "a task that never shows its prompt, and two intents",
      { ...identity, prompt: null },
      given([hidden], { uncertainCount: 2 }),
      "undecided",
    ],
    [
      "as many tasks that never show a prompt as create requests that differ",
      { ...identity, prompt: null },
      given([hidden, task({ prompt: null, taskId: "task-2" })], {
        uncertainCount: 2,
        areIdentical: false,
      }),
      "undecided",
    ],
    [
      "a task that never shows its prompt, and a create request in flight",
      { ...identity, prompt: null },
      given([hidden], { promptsInFlight: [null] }),
      "undecided",
    ],
    [
      "a running task without a prompt",
      { ...identity, prompt: null },
      given([task({ prompt: null, status: "RUNNING" })]),
      "undecided",
    ],
  ])("decides on %s (G1)", (_, ours, evidence, kind) => {
    expect(judge(ours, evidence).kind).toBe(kind);
  });

  it("never adopts a task with another prompt, nor denies one that may be ours (G1)", () => {
    const candidate = fc.record({
      taskId: fc.string(),
      model: fc.constant(null),
      requestId: fc.constantFrom(null, "request-2"),
      createdAt: fc.constantFrom(null, 1_000),
      status: fc.constantFrom("PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED", "UNKNOWN"),
      prompt: fc.constantFrom(null, "a girl", "a boy"),
    });
    const evidence = fc.record({
      candidates: fc.array(candidate, { maxLength: 5 }),
      uncertainCount: fc.integer({ min: 1, max: 3 }),
      areIdentical: fc.boolean(),
      rank: fc.constantFrom(null, { index: 0, count: 1 }),
      promptsInFlight: fc.array(fc.constantFrom(null, "a girl", "a boy"), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(evidence, (found) => {
        const verdict = judge(identity, found);
        if (verdict.kind === "adopt")
          for (const { prompt } of verdict.candidates) expect(prompt).not.toBe("a boy");
        const maybeOurs = found.candidates.some(
          ({ status, prompt }) =>
            status !== "FAILED" && status !== "CANCELED" && prompt !== "a boy",
        );
        if (maybeOurs) expect(verdict.kind).not.toBe("absent");
      }),
    );
  });
});

it("assigns tasks with one prompt and different images in the order of their requests", () => {
  const tasks = [task({ taskId: "second", createdAt: 2 }), task({ taskId: "first", createdAt: 1 })];
  const judged = (index: number) =>
    judge(
      identity,
      given(tasks, { uncertainCount: 2, areIdentical: false, rank: { index, count: 2 } }),
    );
  expect([judged(0), judged(1)]).toMatchObject([
    { candidates: [{ taskId: "first" }] },
    { candidates: [{ taskId: "second" }] },
  ]);
});

describe("an undecided create request is ambiguous", () => {
  it.each<[string, RequestIdentity, Evidence, boolean]>([
    ["while a task runs", identity, given([task({ prompt: null, status: "RUNNING" })]), false],
    [
      "while a create request is in flight",
      identity,
      given([hidden], { promptsInFlight: [null] }),
      false,
    ],
    [
      "with a prompt that is only similar",
      { ...identity, prompt: "a girl in a forest" },
      given([task()]),
      true,
    ],
    ["with two lost requests and one task", identity, given([hidden], { uncertainCount: 2 }), true],
    [
      "with different requests without prompts, even while a task runs",
      { ...identity, prompt: null },
      given([task({ prompt: null, status: "RUNNING" })], {
        uncertainCount: 2,
        areIdentical: false,
      }),
      true,
    ],
    [
      "with fewer tasks than different requests",
      identity,
      given([task()], { rank: { index: 0, count: 2 } }),
      true,
    ],
  ])("%s: %#", (_, ours, evidence, isAmbiguous) => {
    expect(judge(ours, evidence)).toEqual({ kind: "undecided", isAmbiguous });
  });
});
