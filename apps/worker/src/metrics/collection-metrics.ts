import type { CollectionGate, GenerationStore } from "@dashqueue/queue/internal";
import type { Registry } from "prom-client";
import { Gauge } from "prom-client";

export interface CollectionMetricsPorts {
  readonly collectionGate: Pick<CollectionGate, "blocks">;
  readonly accounts: readonly { readonly name: string }[];
  readonly store: Pick<GenerationStore, "unarchivedSince">;
}

/** Whether results can be collected (G11) and records archived, over all replicas. */
export function registerCollection(
  { collectionGate, accounts, store }: CollectionMetricsPorts,
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
  new Gauge({
    name: "dashqueue_records_unarchived",
    help: "Ended generations whose record is not in the archive yet.",
    registers,
    async collect() {
      this.set((await store.unarchivedSince())?.count ?? 0);
    },
  });
}
