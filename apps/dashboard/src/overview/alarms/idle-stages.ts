import type { Stage } from "@dashqueue/queue/internal";

import { workerPath } from "../../paths.ts";
import { stageText } from "../../texts/codes.ts";
import type { Translate } from "../../texts/translate.ts";
import { helpIn, joinSentences } from "../../texts/words.ts";
import type { Attention } from "../attention-item.ts";
import type { Overview } from "../read-overview.ts";

type Shown = Overview["replicas"][number];

/** What waits for each stage. */
const WORK = {
  submit: ({ queued }) => queued,
  poll: ({ submitting, uncertain, running }) => submitting + uncertain + running,
  archive: ({ archiving }) => archiving,
  notify: () => 0,
} as const satisfies Record<Stage, (counts: Overview["counts"]) => number>;

/** Stages that stand still: without any worker, or because none takes their jobs. */
export function withoutWorker(
  { workers, replicas, idleStages, counts }: Overview,
  t: Translate,
): readonly Attention[] {
  const isAllIdle = idleStages.length === Object.keys(WORK).length;
  const idle = idleStages.filter((stage) => WORK[stage](counts) > 0);
  if (workers === 0) return idle.length === 0 ? [] : [noWorker(t)];
  // That no worker works matters before anything waits.
  if (idle.length === 0 && !isAllIdle) return [];
  const since = lastDrain(replicas);
  const stages = (isAllIdle ? idleStages : idle).map((stage) => stageText(stage, t)).join(", ");
  const count = idle.reduce((sum, stage) => sum + WORK[stage](counts), 0);
  return [
    {
      what: isAllIdle
        ? t("No worker takes work")
        : t("No worker takes work of these stages: {stages}", { stages }),
      why: joinSentences(
        [
          since === null ? t("No worker that runs has them.") : t("Those that run are drained."),
          ...(count === 0 ? [] : [standstillText(count, t)]),
        ],
        t,
      ),
      whatToDo: t("Start another worker, or resume one that is drained."),
      where: "/workers",
      help: helpIn("/docs/operations/waiting#worker", t),
      path: "/workers",
      since,
    },
  ];
}

function standstillText(count: number, t: Translate): string {
  return count === 1
    ? t("1 generation stands still.")
    : t("{count} generations stand still.", { count });
}

function lastDrain(replicas: readonly Shown[]): number | null {
  const times = replicas.flatMap(({ drain }) => drain?.at ?? []);
  return times.length === 0 ? null : Math.max(...times);
}

/** A worker that takes nothing new, because a person wants that. */
export function drained(
  { id, host, drain, stages }: Shown,
  replicas: readonly Shown[],
  t: Translate,
): readonly Attention[] {
  if (drain === null) return [];
  const others = replicas.filter((other) => other.drain === null);
  const isCovered = stages.every((stage) => others.some((other) => other.stages.includes(stage)));
  return [
    {
      what: t("The worker on {host} is drained by {by}", { host, by: drain.by }),
      why: isCovered
        ? t("It finishes what it does and takes nothing new. Other workers take over.")
        : t("It finishes what it does and takes nothing new. No other worker takes over."),
      whatToDo: isCovered
        ? t("Stop its process, or resume it.")
        : t("Resume it, or start another worker before you stop its process."),
      where: "/workers",
      help: helpIn("/docs/operations/deploy", t),
      path: "/workers",
      since: drain.at,
      button: {
        text: t("Resume"),
        name: t("Resume {host}", { host }),
        path: `${workerPath(id)}/resume`,
        fields: {},
        needs: "admin",
      },
    },
  ];
}

function noWorker(t: Translate): Attention {
  return {
    what: t("No worker is running"),
    why: t("No worker has reported within the last 20 seconds, and generations wait."),
    whatToDo: t("Start a worker, and read the end of its log if it stops again."),
    help: helpIn("/docs/operations/alerts#dashqueuenoworker", t),
    path: null,
  };
}
