import type { PlantedBug } from "../planted-bug.ts";
import { bugsIn } from "../planted-bug.ts";

/** In the comparison with the provider after Redis may have lost records. */
export const RESTART_BUGS: readonly PlantedBug[] = [
  ...bugsIn("apps/worker/src/settling/restart-check.ts", [
    [
      "if (undecided.length > 0)",
      "if (false)",
      "the lanes open while a forgotten task may be anyone's (G1)",
    ],
    [
      "if (earlyMs > 0)",
      "if (false)",
      "the lanes open before the list shows the newest tasks (G1)",
    ],
    ['if (found.kind === "unavailable")', "if (false)", "the lanes open without a list (G1)"],
    [
      "createMs + (isListEmpty",
      "(isListEmpty",
      "the lanes open while a request that was in flight may still make its task (G1)",
    ],
    [
      "isListEmpty ? UNWITNESSED_FACTOR : 1",
      "1",
      "an emptied Redis and a list that is empty for a moment open the lanes (G1)",
    ],
    [
      "if (emptiedAt === since && !wasInUse)",
      "if (emptiedAt === since)",
      "a Redis that lost its records counts as a new one (G1)",
    ],
    [
      "!wasInUse) return reconcileMs;",
      "!wasInUse) return 0;",
      "an installation without Redis counts as new (G1)",
    ],
    [
      "emptiedAt + lateMs",
      "emptiedAt",
      "the task of a request that was in flight when Redis was emptied is bought again (G1)",
    ],
  ]),
  ...bugsIn("apps/worker/src/accounts/accounts.ts", [
    [
      "attempt?.sentAs ?? ",
      "",
      "a lost task is searched under another name than the one that was sent (G1)",
    ],
  ]),
];
