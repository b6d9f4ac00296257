import type { PlantedBug } from "../planted-bug.ts";
import { bugsIn } from "../planted-bug.ts";

/** In what is done about a task that appears after its absence was proven. */
export const LATE_TASK_BUGS: readonly PlantedBug[] = [
  ...bugsIn("packages/queue/src/transitions/late-tasks.ts", [
    [
      "({ begunAt }) => begunAt > now - TASK_RETENTION_MS",
      "() => true",
      "an attempt whose tasks the provider has deleted is looked for forever",
    ],
  ]),
  ...bugsIn("packages/queue/src/producer/remove-generation.ts", [
    [
      "if (now < until) return",
      "if (now < 0) return",
      "the record that explains a late task is deleted (G1)",
    ],
  ]),
  ...bugsIn("packages/queue/src/store/scripts/forget.lua", [
    [
      ">= tonumber(ARGV[2]) then",
      ">= math.huge then",
      "the key of a generation that was deleted just now is free again (G10)",
    ],
  ]),
  ...bugsIn("apps/worker/src/late-tasks/find-late-task.ts", [
    [
      'found.kind === "unavailable") return undecided;',
      'found.kind === "unavailable") continue;',
      "a generation is bought again although its tasks cannot be listed (G1)",
    ],
    [
      "found.candidates.filter(mayBeCharged)",
      "found.candidates",
      "a task that cost nothing takes a slot (G3)",
    ],
    [
      'if (verdict.kind === "undecided") {',
      'if (verdict.kind === "undecided") continue;\n    if (false) {',
      "a generation is bought again although a task may be its own (G1)",
    ],
    [
      'changed.kind !== "missing" && changed.generation.status !== "queued"',
      'changed.kind === "changed"',
      "a generation is asked for again although another worker has changed it",
    ],
    [
      'if (generation.status !== "queued") return [generation];',
      'if (generation.status !== "queued") return [];',
      "a task is adopted that a create request in flight is about to own (G1)",
    ],
    [
      ".filter((other) => isRival(other, lost, findModel))",
      "",
      "a late task waits because of a lost request of another account",
    ],
    [
      "return last === undefined ? [] : [asUncertain(generation, last)];",
      "return [];",
      "two lost requests with one prompt get each other's tasks",
    ],
  ]),
  ...bugsIn("apps/worker/src/late-tasks/watch.ts", [
    [
      "if (generation === null || !last) {",
      "if (generation === null) {",
      "a generation is looked up forever after the provider has deleted its tasks",
    ],
    [
      "Math.max(LEAST_WAIT_MS, now - last.begunAt)",
      "LEAST_WAIT_MS",
      "the list is searched every minute for a day (G8)",
    ],
    [
      'if (generation.status === "queued") await',
      'if (generation.status === "archiving") await',
      "a late task of a generation that waits is not adopted",
    ],
    [
      'generation.status !== "submitting" && generation.status !== "uncertain"',
      "true",
      "a task is reported as a second one while the settling may adopt it",
    ],
    [
      "mayBeCharged(task) && identifies(",
      "identifies(",
      "a task that cost nothing is reported as paid",
    ],
    [
      "!disproven.lateTasks.includes(task.taskId)",
      "true",
      "a task that appeared is reported at every look",
    ],
    [
      "if (hasEnded) await ports.looks.lookAgain(id, disproven.begunAt + TASK_RETENTION_MS);",
      "",
      "a task of an ended generation is reported at every look",
    ],
    [
      'changed.kind === "changed" || hasEnded',
      'changed.kind === "changed"',
      "a task that appears after the end is not reported",
    ],
  ]),
  ...bugsIn("apps/worker/src/settling/open-generations.ts", [
    [
      "other.attempt?.account === uncertain.attempt.account &&",
      "",
      "lost requests of other accounts count as rivals",
    ],
  ]),
];
