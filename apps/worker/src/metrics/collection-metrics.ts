import type { CollectionGate, GenerationStore } from "@dashqueue/queue/internal";
import type { Registry } from "prom-client";
import { Gauge } from "prom-client";

export interface CollectionMetricsPorts {
  readonly collectionGate: Pick<CollectionGate, "blocks">;
  readonly accounts: readonly { readonly name: string }[];
  readonly store: Pick<GenerationStore, "unarchivedSince" | "count" | "page">;
  now(): number;
}

/** An archive that is blocked stops submission, so there are seldom more results than slots. */
const MOST_RESULTS = 100;

/** Whether results can be collected (G11) and records archived, over all replicas. */
export function registerCollection(ports: CollectionMetricsPorts, registers: Registry[]): void {
  const { collectionGate, accounts } = ports;
  new Gauge({
    name: "dashqueue_collection_blocked",
    help: "1 while no create request is sent because results cannot be stored (every account) or downloaded, else 0, over all replicas.",
    labelNames: ["kind", "account"],
    registers,
    async collect() {
      this.set({ kind: "storage", account: "*" }, 0);
      for (const { name } of accounts) this.set({ kind: "download", account: name }, 0);
      for (const { kind, account } of await collectionGate.blocks())
        this.set({ kind, account: account ?? "*" }, 1);
    },
  });
  registerUnarchived(ports, registers);
}

function registerUnarchived({ store, now }: CollectionMetricsPorts, registers: Registry[]): void {
  new Gauge({
    name: "dashqueue_records_unarchived",
    help: "Ended generations whose record is not in the archive yet, over all replicas.",
    registers,
    async collect() {
      this.set((await store.unarchivedSince())?.count ?? 0);
    },
  });
  new Gauge({
    name: "dashqueue_oldest_unarchived_seconds",
    help: "How long ago the first generation ended whose record is not in the archive yet, over all replicas.",
    registers,
    async collect() {
      const { since } = (await store.unarchivedSince()) ?? { since: now() };
      this.set(Math.max(0, now() - since) / 1_000);
    },
  });
  new Gauge({
    name: "dashqueue_next_link_expiry_seconds",
    help: "Time until the first link of a result expires that is not in the archive, over all replicas; +Inf without one.",
    registers,
    async collect() {
      const expiresAt = Math.min(...(await expiriesOf(store, now())));
      this.set((expiresAt - now()) / 1_000);
    },
  });
}

/** When the links of the results expire that are not in the archive, those of the oldest ones. */
async function expiriesOf(
  store: CollectionMetricsPorts["store"],
  now: number,
): Promise<readonly number[]> {
  const status = "archiving";
  const offset = Math.max(0, (await store.count({ status })) - MOST_RESULTS);
  const page = await store.page({ status, from: 0, to: now, offset, limit: MOST_RESULTS });
  return page.generations.flatMap((generation) =>
    generation.status === status ? [generation.result.expiresAt] : [],
  );
}
