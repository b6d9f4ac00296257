import type { PlantedBug } from "../planted-bug.ts";
import { bugsIn } from "../planted-bug.ts";

/** In what is found out about a lost create request. */
export const SETTLING_BUGS: readonly PlantedBug[] = [
  ...bugsIn("apps/worker/src/settling/proof.ts", [
    [
      "clockAheadMs === null || providerAheadMs === null",
      "clockAheadMs === null && providerAheadMs === null",
      "a list counts as proof although nobody compared the clocks (G1)",
    ],
    [
      "Math.abs(jumpMs) > CLOCK_JUMP_MS",
      "jumpMs > CLOCK_JUMP_MS",
      "a clock that was set back is not noticed (G1)",
    ],
    ["if (missing.length > 0)", "if (false)", "a list that lies counts as proof (G1)"],
    [
      "isNewEnough ? afterMs : UNWITNESSED_FACTOR * afterMs",
      "afterMs",
      "a list that nothing shows to be new proves absence at once (G1)",
    ],
    [
      "begunAt > answerBy + 2 * afterMs",
      "begunAt > answerBy",
      "a list that lags is taken for a new one (G1)",
    ],
    [
      "task.begunAt <= now - reconcileMs &&",
      "",
      "a list is doubted because it does not show a task of this moment",
    ],
    [
      "shown.filter((task) => task.begunAt <= begunAt).slice(-1)",
      "[]",
      "a list that lost everything before the create request counts as proof (G1)",
    ],
  ]),
  ...bugsIn("apps/worker/src/settling/settle.ts", [
    [
      "ports.now() - attempt.begunAt > TASK_RETENTION_MS",
      "false",
      "a task that the provider has deleted counts as never created (G1)",
    ],
    [
      "if (earlyMs > 0) return wait(earlyMs,",
      "if (false) return wait(earlyMs,",
      "a list that may not show the task yet counts as proof (G1)",
    ],
    [
      "provenAfterMs: proof.afterMs",
      "provenAfterMs: 0",
      "two looks at one list prove absence (G1)",
    ],
    [
      'if (proof.kind === "nothing") {',
      "if (false) {",
      "a list that proves nothing counts as proof (G1)",
    ],
    [
      'if (changed.kind !== "changed") continue;',
      'if (changed.kind === "missing") continue;',
      "a task that another generation owns counts as adopted",
    ],
  ]),
  ...bugsIn("apps/worker/src/settling/judge.ts", [
    [
      "requestId !== null && requestId === identity.requestId",
      "requestId === identity.requestId",
      "a task without a request id is adopted, although another may have made it",
    ],
    [
      'if (promptsInFlight.some((prompt) => comparePrompts(identity.prompt, prompt) === "same"))',
      "if (false)",
      "a task is adopted whose own create request is about to be answered",
    ],
    [
      'if (hidden.length === 0) return { kind: "absent" };',
      'if (hidden.length < uncertainCount) return { kind: "absent" };',
      "a task that does not show its prompt yet is bought again (G1)",
    ],
    [
      'rank === null ? { kind: "adopt", candidates: same } : adoptByRank(same, rank)',
      '{ kind: "adopt", candidates: same }',
      "a generation gets the task that was made from other images",
    ],
    [
      "same.length === count",
      "same.length <= count",
      "one of several tasks is adopted by the wrong generation",
    ],
    [
      "areIdentical && hidden.length === uncertainCount",
      "hidden.length === uncertainCount",
      "the counts decide between requests that differ",
    ],
    [
      "areIdentical && hidden.length === uncertainCount",
      "areIdentical",
      "the tasks of another system are adopted",
    ],
    [
      "if (promptsInFlight.length > 0) return NOT_YET;",
      "",
      "a task is counted whose create request is still in flight",
    ],
  ]),
  ...bugsIn("apps/worker/src/settling/candidates.ts", [
    [
      "owners[index] === null",
      "true",
      "a task that another generation owns counts as the lost one",
    ],
    [
      'status !== "FAILED" && status !== "CANCELED"',
      'status !== "CANCELED"',
      "a failed task keeps a generation uncertain for a day",
    ],
    [
      '{ ...listed, status: "UNKNOWN", prompt: null };',
      '{ ...listed, status: "FAILED", prompt: null };',
      "a task that cannot be read counts as failed, and is bought again (G1)",
    ],
    [
      'const prompt = task.status === "SUCCEEDED" ? shownPrompt(task.origPrompt) : null;',
      'const prompt = task.status === "SUCCEEDED" ? task.origPrompt : null;',
      "a blank prompt counts as another prompt (G1)",
    ],
  ]),
  ...bugsIn("apps/worker/src/settling/prompts.ts", [
    [
      'original.startsWith(rest)) ? "similar" : "different"',
      'original === rest) ? "similar" : "different"',
      "a prompt that the provider truncated counts as another prompt (G1)",
    ],
    [
      "if (normalize(ours) === normalize(shown))",
      "if (ours === shown)",
      "a prompt with normalized white space keeps a generation uncertain",
    ],
    [
      '.replaceAll(CHANGEABLE, "")',
      "",
      "a prompt without its invisible characters counts as another prompt (G1)",
    ],
  ]),
  ...bugsIn("apps/worker/src/settling/evidence.ts", [
    [
      "othersAreKnown && allUncertain.every",
      "allUncertain.every",
      "the task of a generation that was given up is adopted by another",
    ],
    [
      "one.attempt.begunAt - other.attempt.begunAt",
      "other.attempt.begunAt - one.attempt.begunAt",
      "two generations get each other's task",
    ],
  ]),
  ...bugsIn("apps/worker/src/settling/explain.ts", [
    ["left.delete(owner);", "", "two forgotten tasks go to one generation"],
    [
      "waits(suspect) && comparisons[index]",
      "comparisons[index]",
      "a forgotten task goes to a generation that finds its own",
    ],
    [
      "(isHidden && possible.length > 0)",
      "false",
      "a forgotten task that shows no prompt is bought again (G1)",
    ],
    [
      "undecided.length !== waiting.length",
      "undecided.length > waiting.length",
      "a forgotten task is given to any of several generations",
    ],
  ]),
  ...bugsIn("apps/worker/src/settling/suspect.ts", [
    [
      ', running: "later"',
      "",
      "the replacement of a failed task that Redis has forgotten is bought again (G1)",
    ],
  ]),
];
