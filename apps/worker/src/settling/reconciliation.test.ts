import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Candidate, Evidence, Intent, Suspect, Verdict } from "./reconciliation.ts";
import { explain, judge } from "./reconciliation.ts";

const intent: Intent = { prompt: "a girl", requestId: null };
const task = (overrides: Partial<Candidate> = {}): Candidate => ({
  taskId: "task-1",
  model: "wanx2.1-vace-plus",
  requestId: "request-1",
  status: "SUCCEEDED",
  createdAt: 1_000,
  prompt: "a girl",
  ...overrides,
});
const seen = (candidates: Candidate[], overrides: Partial<Evidence> = {}): Evidence => ({
  candidates,
  openIntents: 1,
  alike: true,
  rank: null,
  underway: [],
  ...overrides,
});
const hidden = task({ prompt: null });

describe("judge", () => {
  it.each<[string, Intent, Evidence, Verdict["kind"]]>([
    ["nothing", intent, seen([]), "absent"],
    ["our prompt", intent, seen([task()]), "adopt"],
    [
      "our prompt twice: interchangeable",
      intent,
      seen([task(), task({ taskId: "task-2" })]),
      "adopt",
    ],
    [
      "our prompt, as the provider took it",
      { ...intent, prompt: "a  girl \n" },
      seen([task()]),
      "adopt",
    ],
    [
      "a prompt that is cut off",
      { ...intent, prompt: "a girl in a forest" },
      seen([task()]),
      "undecided",
    ],
    ["a prompt that goes on after ours", { ...intent, prompt: "a" }, seen([task()]), "absent"],
    [
      "as many tasks with our prompt as creates that ask for different things",
      intent,
      seen([task({ createdAt: 2 }), task({ taskId: "task-2", createdAt: 1 })], {
        rank: { index: 0, count: 2 },
      }),
      "adopt",
    ],
    [
      "fewer tasks with our prompt than creates that ask for different things",
      intent,
      seen([task()], { rank: { index: 0, count: 2 } }),
      "undecided",
    ],
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
    [
      "a task that was canceled",
      intent,
      seen([task({ prompt: null, status: "CANCELED" })]),
      "absent",
    ],
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
      model: fc.constant(null),
      requestId: fc.constantFrom(null, "request-2"),
      createdAt: fc.constantFrom(null, 1_000),
      status: fc.constantFrom("PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED", "UNKNOWN"),
      prompt: fc.constantFrom(null, "a girl", "a boy"),
    });
    const evidence = fc.record({
      candidates: fc.array(candidate, { maxLength: 5 }),
      openIntents: fc.integer({ min: 1, max: 3 }),
      alike: fc.boolean(),
      rank: fc.constantFrom(null, { index: 0, count: 1 }),
      underway: fc.array(fc.constantFrom(null, "a girl", "a boy"), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(evidence, (given) => {
        const verdict = judge(intent, given);
        if (verdict.kind === "adopt")
          for (const { prompt } of verdict.candidates) expect(prompt).not.toBe("a boy");
        const maybeOurs = given.candidates.some(
          ({ status, prompt }) =>
            status !== "FAILED" && status !== "CANCELED" && prompt !== "a boy",
        );
        if (maybeOurs) expect(verdict.kind).not.toBe("absent");
      }),
    );
  });
});

it("gives each of those with one prompt and different pictures the task of its turn", () => {
  const tasks = [task({ taskId: "second", createdAt: 2 }), task({ taskId: "first", createdAt: 1 })];
  const of = (index: number) =>
    judge(intent, seen(tasks, { openIntents: 2, alike: false, rank: { index, count: 2 } }));
  expect([of(0), of(1)]).toMatchObject([
    { candidates: [{ taskId: "first" }] },
    { candidates: [{ taskId: "second" }] },
  ]);
});

const suspect = (overrides: Partial<Suspect> = {}): Suspect => ({
  generationId: "gen_1",
  model: "wan2.1-vace-plus",
  prompt: "a girl",
  notBefore: 0,
  waits: true,
  ...overrides,
});

describe("explain", () => {
  it.each<[string, Candidate, Suspect, "recovered" | "undecided" | "foreign" | "nothing"]>([
    ["a task with the prompt of one that waits", task(), suspect(), "recovered"],
    ["a task that is older than the generation", task(), suspect({ notBefore: 1_001 }), "foreign"],
    [
      "a task of an unknown age",
      task({ createdAt: null }),
      suspect({ notBefore: 1_001 }),
      "recovered",
    ],
    ["a task with another prompt", task(), suspect({ prompt: "a boy" }), "foreign"],
    ["a task of another model", task({ model: "wan2.6-t2v" }), suspect(), "foreign"],
    ["a task of a model that the list does not say", task({ model: null }), suspect(), "recovered"],
    [
      "a task that hides its prompt until it ends",
      task({ status: "RUNNING", prompt: null }),
      suspect(),
      "undecided",
    ],
    [
      "a task that does not answer",
      task({ status: "UNKNOWN", prompt: null }),
      suspect(),
      "undecided",
    ],
    ["a task that ended and never shows a prompt", hidden, suspect(), "foreign"],
    ["a task of one that looks for it by itself", task(), suspect({ waits: false }), "undecided"],
    ["a task that failed, and cost nothing", task({ status: "FAILED" }), suspect(), "nothing"],
  ])("%s is %4$s", (_, candidate, one, expected) => {
    const explained = explain([candidate], [one]);
    expect(explained).toEqual({
      recovered: expected === "recovered" ? [{ generationId: "gen_1", candidate }] : [],
      undecided: expected === "undecided" ? [candidate] : [],
      foreign: expected === "foreign" ? [candidate] : [],
    });
  });

  it("gives two tasks with one prompt to two generations, and a third to nobody", () => {
    const tasks = ["task-1", "task-2", "task-3"].map((taskId) => task({ taskId }));
    const explained = explain(tasks, [suspect(), suspect({ generationId: "gen_2" })]);
    expect(explained.recovered.map(({ generationId }) => generationId)).toEqual(["gen_1", "gen_2"]);
    expect(explained.foreign.map(({ taskId }) => taskId)).toEqual(["task-3"]);
  });
});
