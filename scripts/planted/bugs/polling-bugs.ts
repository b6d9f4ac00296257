import type { PlantedBug } from "../planted-bug.ts";
import { bugsIn } from "../planted-bug.ts";

/** In when a task is queried. */
export const POLLING_BUGS: readonly PlantedBug[] = [
  ...bugsIn("apps/worker/src/polling/schedule.ts", [
    ["Math.sqrt(hazards[bucket] ?? 0)", "(hazards[bucket] ?? 0)", "polls are spread badly"],
    ["Math.max(stretch, effort / MOST_POLLS)", "stretch", "a single task is polled without end"],
    [
      "Math.max(pollsPerMs - last, LEAST_SHARE * pollsPerMs)",
      "pollsPerMs",
      "the polls of all tasks exceed the account's budget (G8)",
    ],
  ]),
  ...bugsIn("apps/worker/src/polling/plan.ts", [
    [
      "Math.max(bounds.maxMs, MOST_UNEVEN * evenMs)",
      "Infinity",
      "a task that takes longer than any before is hardly polled",
    ],
    ["(tasks * taken) / total", "tasks", "the tasks of other accounts count, too"],
  ]),
  ...bugsIn("apps/worker/src/polling/kinds.ts", [
    ["Math.min(endedAt, now)", "endedAt", "a task seems to end after it was read"],
    ['typeof providerAheadMs === "number"', "true", "times of other clocks are compared"],
  ]),
  ...bugsIn("apps/worker/src/accounts/query-turn.ts", [
    ["USED * queriesPerSecond", "queriesPerSecond", "queries may arrive too fast (G8)"],
  ]),
];
