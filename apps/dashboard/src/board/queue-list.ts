import { RESUBMIT_QUEUE, STAGES, submitQueue, type Stage } from "@dashqueue/queue/internal";

/** A queue as the board shows it. */
export interface ShownQueue {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
}

const DESCRIPTIONS: Readonly<Record<Stage, string>> = {
  submit:
    "Sends one create per generation, when the model has a free slot. Pause it to stop buying.",
  poll: "Asks the provider about every task until it has ended; between two polls a job is delayed.",
  archive: "Copies the results to our own storage before their links expire.",
  notify: "Tells the callers' webhooks how it ended.",
};

const AGAIN =
  "Sends another create for a generation whose task failed, uncharged, in the slot that it kept. Pause it to stop buying.";

/**
 * Every queue there is, in the order a generation passes them; one submit queue per model. The names are numbered because the
 * board sorts its overview by name.
 */
export function queuesOf(models: readonly string[]): readonly ShownQueue[] {
  return STAGES.flatMap((stage, index) => {
    const description = DESCRIPTIONS[stage];
    const displayName = `${index + 1} ${stage}`;
    if (stage !== "submit") return [{ name: stage, displayName, description }];
    const queues = [...models].sort().map((model) => {
      return { name: submitQueue(model), displayName: `${displayName} · ${model}`, description };
    });
    queues.push({ name: RESUBMIT_QUEUE, displayName: `${displayName} again`, description: AGAIN });
    return queues;
  });
}
