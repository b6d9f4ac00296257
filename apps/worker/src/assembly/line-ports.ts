import type { FindModel } from "@dashqueue/dashscope";
import type { GenerationStore, Line } from "@dashqueue/queue/internal";
import { laneOf } from "@dashqueue/queue/internal";

import type { Account } from "../accounts/accounts.ts";
import type { AdmissionPorts } from "../lanes/admission.ts";
import type { DoorPorts } from "../lanes/door.ts";
import type { ExpiryPorts } from "../line/expiry.ts";
import { createExpire } from "../line/expiry.ts";
import type { LinePorts } from "../line/next-in-line.ts";

/** What the line needs from outside. */
export interface LineAdapters extends Pick<LinePorts, "holding">, ExpiryPorts {
  readonly accounts: readonly Account[];
  readonly findModel: FindModel;
  readonly store: Pick<GenerationStore, "get" | "expire">;
  readonly line: Line;
  readonly laneLimits: AdmissionPorts["laneLimits"];
  readonly expectedMs: AdmissionPorts["expectedMs"];
}

export function linePorts(adapters: LineAdapters, door: DoorPorts): LinePorts {
  const { accounts, findModel, laneLimits, expectedMs, line, holding, store } = adapters;
  return {
    ...door,
    line,
    holding,
    get: store.get,
    expire: createExpire(adapters),
    termsOf: (model) => ({
      lanes: accounts.map((account) => ({
        lane: laneOf(account.name, model, findModel),
        limits: laneLimits(account, model),
      })),
      expectedMs: expectedMs(model),
    }),
  };
}
