import type { SharedQueue } from "@dashqueue/queue/internal";
import { submitQueue } from "@dashqueue/queue/internal";

import { formatTime } from "../../html/format.ts";
import { queuePath, resumePath } from "../../paths.ts";
import type { Text, Translate } from "../../texts/translate.ts";
import { helpIn, joinSentences } from "../../texts/words.ts";
import type { Attention } from "../attention-item.ts";
import type { ModelState } from "../read-models.ts";
import type { PauseAuthor, PausedQueue } from "./read-pauses.ts";

/** What stands still while a queue is paused. */
const EFFECTS = {
  resubmit: "No failed task gets another attempt.",
  poll: "Nobody notices that a task has ended, and no result is fetched.",
  archive: "No paid result is copied.",
  notify: "No webhook message is sent.",
} as const satisfies Record<SharedQueue, Text>;

/** A queue that serves all models stands still. */
export function pausedQueue(
  { name, waiting, lostFrom, pausedBy }: PausedQueue,
  t: Translate,
): Attention {
  const sentences = [
    authorText(pausedBy, t),
    t(EFFECTS[name]),
    ...(waiting === 0
      ? []
      : [waiting === 1 ? t("1 job waits.") : t("{count} jobs wait.", { count: waiting })]),
    ...(lostFrom === null ? [] : [lossText(name, lostFrom, t)]),
  ];
  return {
    what: t("The queue {queue} is paused", { queue: name }),
    why: joinSentences(sentences, t),
    whatToDo: t("Resume the queue."),
    where: queuePath(name),
    help: helpIn("/docs/operations/waiting#paused", t),
    path: queuePath(name),
    since: pausedBy?.at ?? null,
    button: resumeButton(name, t),
  };
}

/** The queue of one model stands still. */
export function pausedModel(
  { model, waiting, pauseAuthor }: Pick<ModelState, "model" | "waiting" | "pauseAuthor">,
  t: Translate,
): Attention {
  const queue = submitQueue(model);
  return {
    what: t("The queue of {model} is paused", { model }),
    why: joinSentences([authorText(pauseAuthor, t), ...waitTexts(waiting, t)], t),
    whatToDo: t("Resume the queue."),
    where: queuePath(queue),
    help: helpIn("/docs/operations/waiting#paused", t),
    path: queuePath(queue),
    since: pauseAuthor?.at ?? null,
    button: resumeButton(queue, t),
  };
}

/** How many generations wait, as a sentence if any does. */
export function waitTexts(waiting: number, t: Translate): readonly string[] {
  if (waiting === 0) return [];
  return [
    waiting === 1
      ? t("1 generation waits, and nothing is charged for it.")
      : t("{count} generations wait, and nothing is charged for them.", { count: waiting }),
  ];
}

function authorText(pausedBy: PauseAuthor | null, t: Translate): string {
  return pausedBy === null
    ? t("An operator has paused it.")
    : t("{by} has paused it.", { by: pausedBy.by });
}

function lossText(name: SharedQueue, at: number, t: Translate): string {
  const time = formatTime(at);
  return name === "archive"
    ? t("The first link of a paid result expires at {time}.", { time })
    : t("The first paid result may be lost from {time} on.", { time });
}

function resumeButton(queue: string, t: Translate): NonNullable<Attention["button"]> {
  const name = t("Resume: {name}", { name: queue });
  return { text: t("Resume"), name, path: resumePath(queue), fields: {}, needs: "operator" };
}
