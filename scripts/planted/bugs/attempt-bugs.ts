import type { PlantedBug } from "../planted-bug.ts";
import { bugsIn } from "../planted-bug.ts";

/** In what becomes of a create request and its answer. */
export const ATTEMPT_BUGS: readonly PlantedBug[] = [
  ...bugsIn("packages/queue/src/transitions/advance.ts", [
    [
      "if (isTerminal(generation.status))",
      "if (generation.status === 'succeeded')",
      "a record that failed changes again (G4)",
    ],
    [
      "const revision = generation.revision + 1;",
      "const revision = generation.revision;",
      "two writers of one revision do not notice each other (G4)",
    ],
    [
      'if (generation.status !== "queued") return',
      'if (generation.status === "running") return',
      "an attempt begins while an earlier one is open (G1)",
    ],
    [
      "const attempts = generation.attempts + 1;",
      "const attempts = generation.attempts;",
      "an answer cannot be told from that to an earlier attempt",
    ],
    [
      "return isInFlight(generation) && generation.attempts === attempt;",
      "return isInFlight(generation);",
      "the answer to an earlier attempt settles the current one (G1)",
    ],
    [
      "if (!provesFor(generation, change))",
      "if (false)",
      "a refusal of one worker's attempt settles that of another worker (G1)",
    ],
    [
      "attempt >= generation.attempts",
      "attempt > generation.attempts",
      "a task is lost if its answer comes after the attempt ended",
    ],
    [
      "attempts: attempt - 1 }, begun",
      "attempts: attempt }, begun",
      "a recovered attempt gets the number of the next one",
    ],
  ]),
  ...bugsIn("packages/queue/src/connection/confirm-writes.ts", [
    [
      "written.record !== undefined && written.record !== record",
      "false",
      "another worker's intent of the same revision confirms ours, and both are sent (G1)",
    ],
    [
      "if (closes !== before)",
      "if (false)",
      "the answer of another server than the one that was written to confirms a write (G2)",
    ],
    ["if (count < 1)", "if (false)", "a write that nobody else has is confirmed (G2, G9)"],
  ]),
  ...bugsIn("packages/queue/src/transitions/after-create.ts", [
    [
      "queued.failedTasks.includes(created.taskId)",
      "false",
      "a task that failed is taken for the one of a lost attempt",
    ],
    [
      'case "throttled":\n    case "not-sent":',
      'case "throttled":\n    case "unknown":\n    case "not-sent":',
      "a lost answer counts as proof that nothing was created (G1)",
    ],
    [
      'pauses === "nothing"\n',
      'pauses === "account"\n',
      "a refused account fails the generation instead of waiting",
    ],
    [
      "const failure = { ...answer.failure, charged: false };",
      "const failure = { ...answer.failure, charged: null };",
      "a refused create request may have been charged",
    ],
    [
      'if (generation.status === "uncertain") return ignored("is already uncertain");',
      "",
      "a second lost answer makes the search begin again",
    ],
    ["absentSince: null,", "absentSince: 0,", "one look at the list proves absence (G1)"],
    [
      "keptSlot?.account === begun.account ? keptSlot.lane : begun.lane",
      "begun.lane",
      "a recovered task frees the slot of another lane (G3)",
    ],
    [
      'if (cancel === "requested") {',
      'if (cancel === "refused") {',
      "a canceled generation is submitted again",
    ],
    [
      'delayed, keptSlot: null }, "create-delayed"',
      'delayed, keptSlot: { ...attempt, notBefore: now } }, "create-delayed"',
      "a refused create request keeps its slot forever (G3)",
    ],
  ]),
  ...bugsIn("packages/queue/src/transitions/after-settling.ts", [
    [
      'if (generation.status !== "uncertain") return',
      'if (generation.status === "queued") return',
      "the list decides while the answer is still awaited (G1)",
    ],
    ["absentSince: lookedAt }", "absentSince: 0 }", "one look at the list proves absence (G1)"],
    [
      "possibleTasks, absentSince: null }",
      "possibleTasks }",
      "two looks prove absence although one in between showed the task (G1)",
    ],
    [
      "[...generation.possibleTasks, ...taskIds]",
      "taskIds",
      "a task that may be ours is forgotten (G1)",
    ],
    [
      "lookedAt - absentSince < provenAfterMs",
      "now - absentSince < provenAfterMs",
      "a stalled worker proves absence with an outdated list (G1)",
    ],
    [
      "claim.taskId !== checked.taskId",
      "false",
      "the check of one task settles a claim about another",
    ],
    [
      "{ taskId, by, refusal: null } }, kind), by };",
      '{ taskId, by, refusal: "" } }, kind), by };',
      "a claim is refused before it was checked",
    ],
    [
      "claim: { ...claim, refusal: checked.reason }",
      "claim",
      "a refused claim is checked forever, and nobody is told",
    ],
  ]),
];
