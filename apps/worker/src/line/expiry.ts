import type { FindModel } from "@dashqueue/dashscope";
import type { AccountGate, Changed, GenerationStore, Queued } from "@dashqueue/queue/internal";
import { nextLane } from "@dashqueue/queue/internal";

export interface ExpiryPorts {
  readonly accounts: readonly { readonly name: string }[];
  readonly findModel: FindModel;
  readonly gate: Pick<AccountGate, "settledSince">;
  readonly store: Pick<GenerationStore, "expire">;
}

/**
 * Ends a generation that was not submitted in time. Null while Redis may have lost a create request
 * of it: then the task that it made, if any, is found first (G1).
 */
export type Expire = (queued: Queued) => Promise<Changed | null>;

export function createExpire({ accounts, findModel, gate, store }: ExpiryPorts): Expire {
  return async (queued) => {
    const lanes = accounts.map(({ name }) => nextLane(queued, name, findModel));
    const since = await gate.settledSince(lanes, queued.createdAt);
    return since === null ? null : store.expire(queued.id, since);
  };
}
