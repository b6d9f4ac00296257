import { FAILURE_POLICY } from "@dashqueue/queue/internal";

import type { Overview } from "./read-overview.ts";

/** Something that a person has to look at. */
export interface Attention {
  readonly what: string;
  readonly why: string;
  readonly whatToDo: string;
  /** Where to see more. */
  readonly path: string | null;
}

/** What is stuck, the worst first. */
export function attentionOf(overview: Overview): readonly Attention[] {
  const { workers, accounts, blocks, models, limits, counts } = overview;
  const open = counts.queued + counts.submitting + counts.running + counts.archiving;
  return [
    ...(workers === 0 && open > 0 ? [NO_WORKER] : []),
    ...blocks.map(({ account, kind, message }) => ({
      what: account === null ? "Nothing is submitted" : `Nothing is submitted to ${account}`,
      why: message,
      whatToDo: FAILURE_POLICY[kind].advice,
      path: null,
    })),
    ...accounts.flatMap(({ name, pause }) =>
      pause === null
        ? []
        : {
            what: `Account ${name} is paused`,
            why: pause.message,
            whatToDo: FAILURE_POLICY[pause.kind].advice,
            path: null,
          },
    ),
    ...limits
      .filter(({ maxInFlight }) => maxInFlight === 0)
      .map(({ account, model, setBy }) => ({
        what: `${model === "*" ? "Account" : `The model ${model} on`} ${account} is paused by ${setBy}`,
        why: "Its limit of tasks in flight was set to 0. Nothing more is submitted.",
        whatToDo: "Remove the limit when the reason for it is gone.",
        path: "/limits",
      })),
    ...models
      .filter(({ isPaused }) => isPaused)
      .map(({ model, waiting }) => ({
        what: `The queue of ${model} is paused`,
        why: `An operator has paused it. ${waiting} of its generations wait.`,
        whatToDo: "Resume the queue on the board.",
        path: "/queues/",
      })),
    ...(counts.uncertain > 0 ? [uncertain(counts.uncertain)] : []),
  ];
}

const NO_WORKER: Attention = {
  what: "No worker is running",
  why: "No worker has reported within the last 20 seconds, and generations wait.",
  whatToDo: "Start a worker, and read the end of its log if it stops again.",
  path: null,
};

function uncertain(count: number): Attention {
  return {
    what: `${count} ${count === 1 ? "generation is" : "generations are"} uncertain`,
    why: "The answer to a create request was lost, and a task may exist.",
    whatToDo:
      "Wait a few minutes: the provider's list settles most of them. Resolve the others with POST /v1/generations/{id}/resolve.",
    path: "/generations?status=uncertain",
  };
}
