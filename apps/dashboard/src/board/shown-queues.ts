import { RESUBMIT_QUEUE, STAGES, submitQueue } from "@dashqueue/queue/internal";
import type { Stage } from "@dashqueue/queue/internal";

import { stageText } from "../texts/codes.ts";
import type { Text, Translate } from "../texts/translate.ts";

/** A queue that the board shows. */
export interface ShownQueue {
  readonly name: string;
  readonly stage: Stage;
  /** Whose generations it submits; null if it is not of one model. */
  readonly model: string | null;
}

const DESCRIPTIONS = {
  submit:
    "Sends one create request per generation when the model has a free slot. Pause this queue to stop spending.",
  poll: "Asks DashScope for the status of every task until it ends. A job is delayed between two polls.",
  archive: "Copies the results to our own storage before their links expire.",
  notify: "Reports the outcome to the callers' webhooks.",
} as const satisfies Record<Stage, Text>;

const RESUBMIT_DESCRIPTION =
  "Sends another create request for a generation whose task failed without charge, in the slot that it kept. Pause this queue to stop spending.";

/** All queues in the order of the stages, with one submit queue per model. */
export function shownQueues(models: readonly string[]): readonly ShownQueue[] {
  return STAGES.flatMap((stage): ShownQueue[] => {
    if (stage !== "submit") return [{ name: stage, stage, model: null }];
    const queues = [...models].sort().map((model) => {
      return { name: submitQueue(model), stage, model };
    });
    return [...queues, { name: RESUBMIT_QUEUE, stage, model: null }];
  });
}

/**
 * What the board says of a queue. The names are numbered because the overview of the board sorts by
 * name.
 */
export function labelsOf(
  { name, stage, model }: ShownQueue,
  t: Translate,
): { readonly displayName: string; readonly description: string } {
  const numbered = `${STAGES.indexOf(stage) + 1} ${stageText(stage, t)}`;
  if (name === RESUBMIT_QUEUE)
    return { displayName: `${numbered} ${t("retries")}`, description: t(RESUBMIT_DESCRIPTION) };
  return {
    displayName: model === null ? numbered : `${numbered} · ${model}`,
    description: t(DESCRIPTIONS[stage]),
  };
}
