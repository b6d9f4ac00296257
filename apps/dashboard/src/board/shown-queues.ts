import { RESUBMIT_QUEUE, STAGES, submitQueue } from "@dashqueue/queue/internal";
import type { Stage } from "@dashqueue/queue/internal";

/** A queue as the board shows it. */
export interface ShownQueue {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
}

const DESCRIPTIONS: Readonly<Record<Stage, string>> = {
  submit:
    "Sends one create request per generation when the model has a free slot. Pause this queue to stop spending.",
  poll: "Asks DashScope for the status of every task until it ends. A job is delayed between two polls.",
  archive: "Copies the results to our own storage before their links expire.",
  notify: "Reports the outcome to the callers' webhooks.",
};

const RESUBMIT_DESCRIPTION =
  "Sends another create request for a generation whose task failed without charge, in the slot that it kept. Pause this queue to stop spending.";

/**
 * All queues in the order of the stages, with one submit queue per model. The names are numbered
 * because the overview of the board sorts by name.
 */
export function shownQueues(models: readonly string[]): readonly ShownQueue[] {
  return STAGES.flatMap((stage, index) => {
    const description = DESCRIPTIONS[stage];
    const displayName = `${index + 1} ${stage}`;
    if (stage !== "submit") return [{ name: stage, displayName, description }];
    const queues = [...models].sort().map((model) => {
      return { name: submitQueue(model), displayName: `${displayName} · ${model}`, description };
    });
    queues.push({
      name: RESUBMIT_QUEUE,
      displayName: `${displayName} retries`,
      description: RESUBMIT_DESCRIPTION,
    });
    return queues;
  });
}
