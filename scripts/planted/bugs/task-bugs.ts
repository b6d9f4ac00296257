import type { PlantedBug } from "../planted-bug.ts";
import { bugsIn } from "../planted-bug.ts";

/** In what becomes of a generation that has a task, waits, or is canceled. */
export const TASK_BUGS: readonly PlantedBug[] = [
  ...bugsIn("packages/queue/src/transitions/after-task-read.ts", [
    [
      'if (read.id !== generation.task.id) return ignored("is about another task");',
      "",
      "the end of another task ends the generation",
    ],
    [
      'cancel: cancel === "requested" ? "refused" : cancel',
      "cancel",
      "a caller waits for a cancel that came too late",
    ],
    [
      "{ ...read.failure, charged: false }",
      "{ ...read.failure, charged: true }",
      "a failed task counts as charged",
    ],
    ["const MAX_TASKS = 3;", "const MAX_TASKS = 4;", "a generation gets a fourth task"],
    [
      "&& generation.cancel === null;",
      ";",
      "a canceled generation gets another task when one fails",
    ],
    [
      "[...generation.failedTasks, generation.task.id]",
      "[...generation.failedTasks]",
      "a failed task is forgotten and may be adopted again (G4)",
    ],
    [
      "const keptSlot = { account, lane, notBefore",
      "const keptSlot = { account, lane: account, notBefore",
      "the slot of a failed task is freed in another lane (G3)",
    ],
    ["Math.min(...known,", "Math.max(...known,", "the first links expire before the alarm"],
    [
      'if (generation.status !== "running") return ignored("has no running task");',
      'if (generation.status === "queued") return ignored("has no running task");',
      "a paid result that is being archived is given up as lost",
    ],
  ]),
  ...bugsIn("packages/queue/src/transitions/after-archiving.ts", [
    [
      'if (generation.status !== "archiving") return',
      'if (generation.status === "queued") return',
      "a running task succeeds without its files (G6)",
    ],
    [
      "files.length > 0\n",
      "files.length < 0\n",
      "the stored files of a batch are lost with its dead links (G6)",
    ],
    [
      "...change.files, ...generation.files.filter(({ name }) => !named.has(name))",
      "...change.files",
      "a file that another worker stored is forgotten (G6)",
    ],
  ]),
  ...bugsIn("packages/queue/src/transitions/after-cancel.ts", [
    [
      'if (generation.status === "queued") {',
      'if (generation.status === "queued" || generation.status === "submitting") {',
      "a generation is canceled while its create request is in flight (G1)",
    ],
    [
      ' || generation.cancel !== "requested")',
      ")",
      "a late answer to a cancel cancels a task that nobody canceled",
    ],
    [
      "if (!confirmed) return refuseCancel(generation);",
      "",
      "a refused cancel counts as confirmed, and the task is paid for",
    ],
  ]),
  ...bugsIn("packages/queue/src/transitions/after-notice.ts", [
    [
      "hoursLeft < alarmedAtHours",
      "hoursLeft <= alarmedAtHours",
      "the same alarm is raised every minute",
    ],
    [
      "noticeThatEnds(generation) === notice.kind",
      "noticeThatEnds(generation) !== null",
      "a resumed account hides that the spend limit is reached",
    ],
  ]),
  ...bugsIn("packages/queue/src/transitions/after-upload.ts", [
    [
      'if (retry || pauses !== "nothing") {',
      "if (retry) {",
      "a paused account fails a generation whose upload it refused",
    ],
  ]),
  ...bugsIn("packages/queue/src/generation/status.ts", [
    [
      "return claim?.refusal === null ? claim : null;",
      "return claim;",
      "a claim that was refused can still be confirmed",
    ],
  ]),
  ...bugsIn("packages/queue/src/generation/charge.ts", [
    [
      "|| generation.failure.charged === false",
      "",
      "a task that cost nothing counts against the daily limit",
    ],
  ]),
];
