import type { PlantedBug } from "../planted-bug.ts";
import { bugsIn } from "../planted-bug.ts";

/** In what the provider's answers and a person's claims are taken for. */
export const EVIDENCE_BUGS: readonly PlantedBug[] = [
  ...bugsIn("apps/worker/src/accounts/task-list.ts", [
    [
      "if (page < answer.totalPages && !isPast) continue;",
      "",
      "the second page of the list is never read (G1)",
    ],
    ["unreadable === 0 && (", "(", "a row that cannot be parsed counts as no task (G1)"],
    ["rows.size >= answer.total", "true", "a list with a hole counts as complete (G1)"],
    [
      "const isModel = model === null ||",
      "const isModel =",
      "a task whose model the list omits counts as another model's (G1)",
    ],
  ]),
  ...bugsIn("apps/worker/src/resolving/judge-claim.ts", [
    [
      'if (task.status === "UNRECOGNIZED" && task.word === "UNKNOWN")',
      "if (false)",
      "a person's mistyped task makes a generation run for a day",
    ],
    [
      'prompt !== null && comparison === "different"',
      "false",
      "a person can give a generation a task with another prompt",
    ],
    [
      'row !== undefined || comparison === "same"',
      "true",
      "a person can give a generation a task of another model",
    ],
    [
      'status !== "SUCCEEDED" : comparePrompts',
      "false : comparePrompts",
      "a person can deny a task that still runs, and it is bought again (G1)",
    ],
  ]),
  ...bugsIn("apps/worker/src/resolving/check-claim.ts", [
    [
      'if (signal.aborted) return { kind: "hand-back" };',
      "",
      "a closing worker settles a claim without an answer",
    ],
  ]),
];
