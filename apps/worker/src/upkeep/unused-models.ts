import { findModel } from "@dashqueue/dashscope";
import type { GenerationStore, Queues } from "@dashqueue/queue/internal";
import { submitQueue } from "@dashqueue/queue/internal";

export interface UnusedModelsPorts {
  readonly store: Pick<GenerationStore, "models" | "forgetModel">;
  readonly queues: Pick<Queues, "isEmpty" | "clear">;
}

/**
 * Forgets the models outside the catalog that have no open generation, because callers can name any
 * number of them: the workers close their connections, and the queues of these models are cleared.
 * A queue that still holds the jobs of canceled generations is left until they have run.
 */
export async function forgetUnusedModels({ store, queues }: UnusedModelsPorts): Promise<void> {
  for (const model of await store.models()) {
    const queue = submitQueue(model);
    const isUnused = findModel(model) === undefined && (await queues.isEmpty(queue));
    if (isUnused && (await store.forgetModel(model))) await queues.clear(queue);
  }
}
