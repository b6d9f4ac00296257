import type { AccountGate, GenerationStore } from "@dashqueue/queue/internal";
import type { Registry } from "prom-client";
import { Counter, Gauge } from "prom-client";

import type { Account } from "../accounts/accounts.ts";
import type { ProviderClocks } from "../accounts/provider-clocks.ts";
import type { ReportCounters } from "../settling/task-reports.ts";

export interface SettlingMetricsPorts {
  readonly gate: Pick<AccountGate, "contradictionOf">;
  readonly clocks: Pick<ProviderClocks, "aheadMs">;
  readonly accounts: readonly Pick<Account, "name" | "baseUrl" | "exclusive">[];
  readonly store: Pick<GenerationStore, "count" | "page">;
  /** Time between two searches for the task of a lost create request. */
  readonly reconcileMs: number;
  now(): number;
}

/**
 * How many searches may be missing until a list that failed counts as read again: another worker
 * may have settled what this one searched for, and then no search follows here.
 */
const MISSED_SEARCHES = 3;

/** Metrics of lost create requests, and of what keeps them from being settled. */
export function registerSettling(
  { gate, clocks, accounts, store, reconcileMs, now }: SettlingMetricsPorts,
  registers: Registry[],
): ReportCounters {
  const ambiguities = new Counter({
    name: "dashqueue_tasks_ambiguous_total",
    help: "Lost create requests whose task cannot be distinguished from others.",
    labelNames: ["model"],
    registers,
  });
  const doubts = new Counter({
    name: "dashqueue_absence_unproven_total",
    help: "Searches for a lost create request that found no task and proved nothing.",
    labelNames: ["doubt"],
    registers,
  });
  const late = new Counter({
    name: "dashqueue_tasks_late_total",
    help: "Tasks of lost create requests that appeared late. Those that were not adopted are paid twice.",
    labelNames: ["model", "adopted"],
    registers,
  });
  const unlistedAt = new Map<string, number>();
  new Gauge({
    name: "dashqueue_tasks_unlisted",
    help: "1 while the provider does not list the account's tasks, else 0.",
    labelNames: ["account"],
    registers,
    collect() {
      for (const { name } of accounts) {
        const at = unlistedAt.get(name) ?? -Infinity;
        this.set({ account: name }, now() - at <= MISSED_SEARCHES * reconcileMs ? 1 : 0);
      }
    },
  });
  new Gauge({
    name: "dashqueue_provider_clock_ahead_seconds",
    help: "How far the provider's clock is ahead of that of Redis.",
    labelNames: ["account"],
    registers,
    collect() {
      for (const { name, baseUrl } of accounts) {
        const aheadMs = clocks.aheadMs(baseUrl);
        if (aheadMs !== null) this.set({ account: name }, aheadMs / 1_000);
      }
    },
  });
  registerExclusivity({ gate, accounts }, registers);
  registerOldestUncertain({ store, now }, registers);
  return {
    ambiguous: (model) => ambiguities.inc({ model }),
    late: (model, isAdopted) => late.inc({ model, adopted: String(isAdopted) }),
    doubted: (doubt) => doubts.inc({ doubt }),
    unlisted: (account, isUnlisted) =>
      void (isUnlisted ? unlistedAt.set(account, now()) : unlistedAt.delete(account)),
  };
}

function registerExclusivity(
  { gate, accounts }: Pick<SettlingMetricsPorts, "gate" | "accounts">,
  registers: Registry[],
): void {
  new Gauge({
    name: "dashqueue_account_not_exclusive",
    help: "1 if another system uses an account that is declared as exclusive, else 0, over all replicas.",
    labelNames: ["account"],
    registers,
    async collect() {
      for (const { name } of accounts.filter(({ exclusive }) => exclusive))
        this.set({ account: name }, (await gate.contradictionOf(name)) === null ? 0 : 1);
    },
  });
}

/** Each holds a slot, so there are seldom more. */
const MOST_UNCERTAIN = 100;

function registerOldestUncertain(
  { store, now }: Pick<SettlingMetricsPorts, "store" | "now">,
  registers: Registry[],
): void {
  new Gauge({
    name: "dashqueue_oldest_uncertain_seconds",
    help: "How long ago the first create request began whose outcome is uncertain, over all replicas; 0 without one.",
    registers,
    async collect() {
      const status = "uncertain";
      const offset = Math.max(0, (await store.count({ status })) - MOST_UNCERTAIN);
      const to = now();
      const { generations } = await store.page({
        status,
        from: 0,
        to,
        offset,
        limit: MOST_UNCERTAIN,
      });
      const begun = generations.flatMap((generation) =>
        generation.status === status ? [generation.attempt.begunAt] : [],
      );
      this.set(Math.max(0, to - Math.min(to, ...begun)) / 1_000);
    },
  });
}
