import type { PlantedBug } from "../planted-bug.ts";
import { bugsIn } from "../planted-bug.ts";

/** In the repair pass. */
export const UPKEEP_BUGS: readonly PlantedBug[] = [
  ...bugsIn("packages/queue/src/jobs/queues.ts", [
    [
      'for (const list of ["wait", "paused", "active"])',
      'for (const list of ["wait", "active"])',
      "the whole backlog of a paused queue is read in each repair pass",
    ],
    [
      'for (const set of ["prioritized", "delayed"])',
      'for (const set of ["prioritized"])',
      "delayed jobs are taken for missing ones",
    ],
  ]),
  ...bugsIn("apps/worker/src/upkeep/repair-waiting.ts", [
    [
      "(await ports.shortage(model)) - (kept.get(model) ?? 0)",
      "await ports.shortage(model)",
      "the whole backlog is read while a generation waits with a slot",
    ],
    ["if (missing <= 0)", "if (missing <= 1)", "a single missing job is not restored (G5)"],
    ["if (found >= missing)", "", "only the newest missing jobs are restored (G5)"],
    [
      "generation !== null && line.enter(generation)",
      "generation !== null",
      "what an earlier version accepted waits behind everything that is accepted later",
    ],
  ]),
  ...bugsIn("apps/worker/src/upkeep/notices/block-notices.ts", [
    ["isNews ? -Infinity :", "isNews ? at :", "old generations do not say why they wait"],
    [
      "if (!isNews && changed.length === 0 && blocks.reason === null && !blocks.byCost) return;",
      "",
      "the newest generations are read in each repair pass",
    ],
  ]),
  ...bugsIn("apps/worker/src/upkeep/needed-uploads.ts", [
    ["+ MARGIN_MS", "", "an upload is deleted because the clock of the storage is behind"],
  ]),
  ...bugsIn("apps/worker/src/upkeep/housekeeping.ts", [
    [
      "repeat(ports.intervalMs, () => worker.checkCollection(closing))",
      "upkeep(ports.intervalMs, () => worker.checkCollection(closing))",
      "a drained worker does not report that results cannot be stored (G11)",
    ],
  ]),
  ...bugsIn("apps/worker/src/loop/run-stage.ts", [
    [
      "while (stage.accepts(generation, job.data))",
      "while (true)",
      "a job that runs again does its work although the record has moved on (G10)",
    ],
  ]),
  ...bugsIn("apps/worker/src/loop/stage-workers.ts", [
    [
      'stage === "submit" ? submitPorts : options',
      "options",
      "a drained worker keeps what waits in a kept slot",
    ],
  ]),
  ...bugsIn("apps/worker/src/archiving/collection-watch.ts", [
    [
      "new Set<string | null>([null])",
      "new Set<string | null>()",
      "results wait for minutes after a restart",
    ],
    ["throw error;", "", "a check that could not be recorded counts as passed (G11)"],
    [
      "block.account === null || block.account === account",
      "block.account === account",
      "an archive that cannot be written stops no account (G11)",
    ],
  ]),
  ...bugsIn("apps/worker/src/archiving/resume-copies.ts", [
    [
      "one.expiresAt - other.expiresAt",
      "other.expiresAt - one.expiresAt",
      "the links that expire first are copied last",
    ],
  ]),
  ...bugsIn("packages/queue/src/jobs/delayed-jobs.ts", [
    ["dueAt(index) > now + delayMs", "dueAt(index) > 0", "a copy is moved to a later time"],
  ]),
  ...bugsIn("apps/worker/src/pages.ts", [
    [
      "page.length < limit",
      "page.length <= limit",
      "uploads are deleted that waiting generations need, because only the first page is read",
    ],
  ]),
];
