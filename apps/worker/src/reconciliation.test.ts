import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Candidate, Evidence, Intent, Verdict } from "./reconciliation.ts";
import { judge } from "./reconciliation.ts";

const intent: Intent = { prompt: "a girl", requestId: null };
const task = (overrides: Partial<Candidate> = {}): Candidate => ({
  taskId: "task-1",
  requestId: "request-1",
  status: "SUCCEEDED",
  prompt: "a girl",
  ...overrides,
});
const seen = (candidates: Candidate[], overrides: Partial<Evidence> = {}): Evidence => ({
  candidates,
  openIntents: 1,
  underway: [],
  ...overrides,
});
const hidden = task({ prompt: null });

describe("judge", () => {
  it.each<[string, Intent, Evidence, Verdict["kind"]]>([
    ["nothing", intent, seen([]), "absent"],
    ["our prompt", intent, seen([task()]), "adopt"],
    ["our prompt twice: interchangeable", intent, seen([task(), task({ taskId: "task-2" })]), "adopt"],
    ["another's prompt", intent, seen([task({ prompt: "a boy" })]), "absent"],
    [
      "our request id, whatever else",
      { ...intent, requestId: "request-1" },
      seen([task({ prompt: null, status: "RUNNING" })]),
      "adopt",
    ],
    [
      "a task that runs and shows nothing yet",
      intent,
      seen([task({ prompt: null, status: "RUNNING" })]),
      "undecided",
    ],
    [
      "a task that failed: it was not charged",
      intent,
      seen([task({ prompt: null, status: "FAILED" })]),
      "absent",
    ],
    ["a task that was canceled", intent, seen([task({ prompt: null, status: "CANCELED" })]), "absent"],
    [
      "our prompt, but the same create is underway",
      intent,
      seen([task()], { underway: ["a girl"] }),
      "undecided",
    ],
    [
      "our prompt, while another create is underway",
      intent,
      seen([task()], { underway: ["a boy"] }),
      "adopt",
    ],
    [
      "a task that never shows a prompt, and one intent",
      { ...intent, prompt: null },
      seen([hidden]),
      "adopt",
    ],
    [
      "a task that never shows a prompt, and two intents",
      { ...intent, prompt: null },
      seen([hidden], { openIntents: 2 }),
      "undecided",
    ],
    [
      "a task that never shows a prompt, and a create underway",
      { ...intent, prompt: null },
      seen([hidden], { underway: [null] }),
      "undecided",
    ],
    [
      "a task without a prompt that still runs",
      { ...intent, prompt: null },
      seen([task({ prompt: null, status: "RUNNING" })]),
      "undecided",
    ],
  ])("decides on %s", (_, given, evidence, kind) => {
    expect(judge(given, evidence).kind).toBe(kind);
  });

  it("never adopts a task that shows another prompt, and calls nothing absent that may be ours", () => {
    const candidate = fc.record({
      taskId: fc.string(),
      requestId: fc.constantFrom(null, "request-2"),
      status: fc.constantFrom("PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED", "UNKNOWN"),
      prompt: fc.constantFrom(null, "a girl", "a boy"),
    });
    const evidence = fc.record({
      candidates: fc.array(candidate, { maxLength: 5 }),
      openIntents: fc.integer({ min: 1, max: 3 }),
      underway: fc.array(fc.constantFrom(null, "a girl", "a boy"), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(evidence, (given) => {
        const verdict = judge(intent, given);
        if (verdict.kind === "adopt")
          for (const { prompt } of verdict.candidates) expect(prompt).not.toBe("a boy");
        const maybeOurs = given.candidates.some(
          ({ status, prompt }) => status !== "FAILED" && status !== "CANCELED" && prompt !== "a boy",
        );
        if (maybeOurs) expect(verdict.kind).not.toBe("absent");
      }),
    );
  });
});
