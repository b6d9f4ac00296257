import type { CollectionGate } from "@dashqueue/queue/internal";
import type { Registry } from "prom-client";
import { Gauge } from "prom-client";

export interface CollectionMetricsPorts {
  readonly collectionGate: Pick<CollectionGate, "blocks">;
  readonly accounts: readonly { readonly name: string }[];
}

/** Whether results can be collected, over all replicas (G11). */
export function registerCollection(
  { collectionGate, accounts }: CollectionMetricsPorts,
  registers: Registry[],
): void {
  new Gauge({
    name: "dashqueue_collection_blocked",
    help: "1 while no create request is sent because results cannot be stored (every account) or downloaded, else 0.",
    labelNames: ["kind", "account"],
    registers,
    async collect() {
      this.set({ kind: "storage", account: "*" }, 0);
      for (const { name } of accounts) this.set({ kind: "download", account: name }, 0);
      for (const { kind, account } of await collectionGate.blocks())
        this.set({ kind, account: account ?? "*" }, 1);
    },
  });
}
