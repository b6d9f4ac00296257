import { describe, expect, it } from "vitest";

import type { Candidate } from "./candidates.ts";
import type { Suspect } from "./explain.ts";
import { explain } from "./explain.ts";

const task = (overrides: Partial<Candidate> = {}): Candidate => ({
  taskId: "task-1",
  model: "wanx2.1-vace-plus",
  requestId: "request-1",
  status: "SUCCEEDED",
  createdAt: 1_000,
  prompt: "a girl",
  ...overrides,
});
const hidden = task({ prompt: null });

const suspect = (overrides: Partial<Suspect> = {}): Suspect => ({
  generationId: "gen_1",
  model: "wan2.1-vace-plus",
  prompt: "a girl",
  request: "one",
  notBefore: 0,
  orUntil: null,
  needs: "now",
  ...overrides,
});

describe("explain", () => {
  it.each<[string, Candidate, Suspect, "recovered" | "undecided" | "foreign" | "nothing"]>([
    ["a task with the prompt of a queued generation", task(), suspect(), "recovered"],
    ["a task older than the generation", task(), suspect({ notBefore: 1_001 }), "foreign"],
    [
      "a task of unknown age",
      task({ createdAt: null }),
      suspect({ notBefore: 1_001 }),
      "recovered",
    ],
    ["a task with another prompt", task(), suspect({ prompt: "a boy" }), "foreign"],
    ["a task of another model", task({ model: "wan2.6-t2v" }), suspect(), "foreign"],
    ["a task whose model is not listed", task({ model: null }), suspect(), "recovered"],
    [
      "a running task whose prompt is not visible yet",
      task({ status: "RUNNING", prompt: null }),
      suspect(),
      "undecided",
    ],
    [
      "a task that could not be read",
      task({ status: "UNKNOWN", prompt: null }),
      suspect(),
      "undecided",
    ],
    [
      "a task from before Redis was emptied",
      task(),
      suspect({ notBefore: 1_001, orUntil: 1_000 }),
      "recovered",
    ],
    ["a succeeded task without a prompt, and one request", hidden, suspect(), "recovered"],
    [
      "a succeeded task without a prompt, older than the generation",
      hidden,
      suspect({ notBefore: 1_001 }),
      "foreign",
    ],
    [
      "a succeeded task without a prompt, while no request waits",
      hidden,
      suspect({ needs: "not" }),
      "foreign",
    ],
    [
      "a task with the prompt of an uncertain generation",
      task(),
      suspect({ needs: "not" }),
      "undecided",
    ],
    [
      "a task with the prompt of a running generation, whose own task may fail (G1)",
      task(),
      suspect({ needs: "later" }),
      "undecided",
    ],
    [
      "a succeeded task without a prompt, while a generation runs whose own task may fail (G1)",
      hidden,
      suspect({ needs: "later" }),
      "undecided",
    ],
    ["a failed task, which was not charged", task({ status: "FAILED" }), suspect(), "nothing"],
  ])("attributes %s", (_, candidate, one, expected) => {
    const explained = explain([candidate], [one]);
    expect(explained).toEqual({
      recovered: expected === "recovered" ? [{ generationId: "gen_1", candidate }] : [],
      undecided: expected === "undecided" ? [candidate] : [],
      foreign: expected === "foreign" ? [candidate] : [],
    });
  });

  it("attributes two tasks with one prompt to two generations, and a third to none (G1)", () => {
    const tasks = ["task-1", "task-2", "task-3"].map((taskId) => task({ taskId }));
    const explained = explain(tasks, [suspect(), suspect({ generationId: "gen_2" })]);
    expect(explained.recovered.map(({ generationId }) => generationId)).toEqual(["gen_1", "gen_2"]);
    expect(explained.foreign.map(({ taskId }) => taskId)).toEqual(["task-3"]);
  });

  const two = [suspect({ prompt: null }), suspect({ prompt: null, generationId: "gen_2" })];
  const hiddenTwo = [hidden, task({ prompt: null, taskId: "task-2" })];

  it("shares tasks without prompts among as many identical requests", () => {
    const { recovered, undecided, foreign } = explain(hiddenTwo, two);
    expect(recovered).toHaveLength(2);
    expect([undecided, foreign]).toEqual([[], []]);
  });

  it.each<[string, readonly Candidate[], readonly Suspect[]]>([
    ["more requests than tasks", [hidden], two],
    ["more tasks than requests", hiddenTwo, two.slice(0, 1)],
    ["different requests", hiddenTwo, [two[0]!, suspect({ ...two[1]!, request: "another" })]],
    [
      "a request that may own only one of them",
      [hidden, task({ prompt: null, taskId: "task-2", createdAt: 0 })],
      [two[0]!, suspect({ ...two[1]!, notBefore: 1 })],
    ],
    ["a task that has not ended", [hidden, task({ prompt: null, status: "RUNNING" })], two],
  ])("decides nothing by count with %s (G1)", (_, tasks, suspects) => {
    const { recovered, undecided } = explain(tasks, suspects);
    expect(recovered).toEqual([]);
    expect(undecided).toHaveLength(tasks.length);
  });
});
