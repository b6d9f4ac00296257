import type { PlantedBug } from "../planted-bug.ts";
import { bugsIn } from "../planted-bug.ts";

/** In what the provider's answers and a person's claims are taken for. */
export const EVIDENCE_BUGS: readonly PlantedBug[] = [
  ...bugsIn("apps/worker/src/settling/possible-tasks.ts", [
    [
      "!isLate(task, deadlines) || identifies(identity, task)",
      "true",
      "any later task of another system keeps a generation uncertain",
    ],
    [
      "to: deadlines.answerBy + CLOCK_SKEW_MS + LATE_MS,",
      "to: attempt.begunAt,",
      "a task that was created after its intent is not found (G1)",
    ],
  ]),
  ...bugsIn("apps/worker/src/settling/find-tasks.ts", [
    [
      "if (missing !== undefined)",
      "if (false)",
      "the lanes open after a restart by a list that lies (G1)",
    ],
  ]),
  ...bugsIn("apps/worker/src/settling/restart-check.ts", [
    [
      "emptiedAt === null ? null : emptiedAt + lateMs",
      "null",
      "a repeated request is bought again after Redis was emptied (G1)",
    ],
  ]),
  ...bugsIn("apps/worker/src/accounts/provider-clocks.ts", [
    ["date + DATE_RESOLUTION_MS", "date", "the seconds of a date are taken for exact"],
    [
      "gapMs(known, read) > CLOCK_JUMP_MS",
      "gapMs(known, read) > 1_000 * CLOCK_JUMP_MS",
      "nobody is told that the provider's clock was set",
    ],
  ]),
  ...bugsIn("packages/queue/src/clock/offset.ts", [
    [
      "minMs: earliest - answeredAt, maxMs: latest - askedAt",
      "minMs: earliest - askedAt, maxMs: latest - answeredAt",
      "a slow answer is taken for a wrong clock",
    ],
    [
      "width(read) <= Math.max(QUICK_MS, width(known)) ? read : known",
      "read",
      "one slow answer makes every time vague",
    ],
  ]),
  ...bugsIn("packages/queue/src/generation/deadlines.ts", [
    [
      "attempt.deadlines ?? deadlinesAfter(attempt.begunAt, waits)",
      "deadlinesAfter(attempt.begunAt, waits)",
      "a replica with other settings looks too early (G1)",
    ],
  ]),
  ...bugsIn("apps/worker/src/accounts/task-list.ts", [
    [
      "isPast = isLastPageOld",
      "isPast = true",
      "a list in another order is not read to its end (G1)",
    ],
    [
      "if (page < answer.totalPages && !isPast) continue;",
      "",
      "the second page of the list is never read (G1)",
    ],
    ["unreadable === 0 && (", "(", "a row that cannot be parsed counts as no task (G1)"],
    ["rows.size >= total", "true", "a list with a hole counts as complete (G1)"],
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
      "!expected.every((taskId) => list.seen.has(taskId))",
      "false",
      "a person can deny a task that a lying list hides, and it is bought again (G1)",
    ],
    [
      'status !== "SUCCEEDED" : comparePrompts',
      "false : comparePrompts",
      "a person can deny a task that still runs, and it is bought again (G1)",
    ],
  ]),
  ...bugsIn("apps/worker/src/resolving/check-claim.ts", [
    [
      'if (now - attempt.begunAt > TASK_RETENTION_MS) return { kind: "unanswered" };',
      "",
      "a person can deny a task that the provider has deleted (G1)",
    ],
    [
      'if (signal.aborted) return { kind: "hand-back" };',
      "",
      "a closing worker settles a claim without an answer",
    ],
  ]),
];
