import type { FindModel } from "@dashqueue/dashscope";
import { retiresAt } from "@dashqueue/dashscope";
import type { GenerationStore } from "@dashqueue/queue/internal";
import { DAY_MS, dayOf } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

export interface RetiringModelsPorts {
  readonly store: Pick<GenerationStore, "models">;
  readonly findModel: FindModel;
  readonly logger: Logger;
  now(): number;
}

const NOTICE_MS = 30 * DAY_MS;

/**
 * Returns a function that warns of every model in use that the provider retires within 30 days. It
 * does so once a day, however often it is called.
 */
export function createRetirementNotice(ports: RetiringModelsPorts): () => Promise<void> {
  const { store, findModel, logger, now } = ports;
  let warnedOn = "";
  return async () => {
    const today = dayOf(now());
    if (today === warnedOn) return;
    for (const id of await store.models()) {
      const model = findModel(id);
      const leftMs = model === undefined ? Infinity : retiresAt(model) - now();
      if (leftMs <= 0 || leftMs > NOTICE_MS) continue;
      const { retiredOn, replacedBy = null } = model ?? {};
      logger.warn(
        { event: "model-retiring", model: id, retired_on: retiredOn, replaced_by: replacedBy },
        `the provider retires a model that is in use on ${retiredOn}; from then on, requests for it are refused. ${replacedBy === null ? "Move its callers to another model." : `Move its callers to ${replacedBy}.`}`,
      );
    }
    warnedOn = today;
  };
}
