import type { FindModel } from "@dashqueue/dashscope";
import type {
  AccountGate,
  GenerationStore,
  Lane,
  PausedByLimits,
  Queues,
} from "@dashqueue/queue/internal";
import { dayOf, laneOf, STATUSES, submitQueue } from "@dashqueue/queue/internal";
import type { Registry } from "prom-client";
import { Gauge } from "prom-client";

import type { Account } from "../accounts/accounts.ts";

export interface FleetMetricsPorts {
  readonly store: Pick<GenerationStore, "count" | "models">;
  /** When the longest waiting generation of a model was accepted; null if none waits. */
  oldestAt(model: string): Promise<number | null>;
  readonly gate: Pick<AccountGate, "slots" | "pausedFor" | "isOverLimit" | "uncheckedFor">;
  readonly queues: Pick<Queues, "isPaused">;
  readonly isPausedByLimits: PausedByLimits;
  /** Whether budgets of tenants are why nobody in the line of a model can be served now. */
  isOverBudget(model: string): Promise<boolean>;
  /** Returns every lane that has had a generation. */
  lanes(): Promise<readonly Lane[]>;
  readonly accounts: readonly Account[];
  readonly findModel: FindModel;
  readonly keyRefusals: { pausedFor(account: string): unknown };
  readonly fleet: {
    hasOtherLimits(account: Account): boolean;
    limitsOf(account: Account, model: string): { readonly maxInFlight: number };
  };
  now(): number;
}

/** What all replicas share. Each shows the same, so take the maximum, not the sum. */
export function registerFleet(ports: FleetMetricsPorts, registers: Registry[]): void {
  registerLanes(ports, registers);
  registerClosedLanes(ports, registers);
  registerWaiting(ports, registers);
  registerOverBudget(ports, registers);
  registerAccounts(ports, registers);
  const { store } = ports;
  new Gauge({
    name: "dashqueue_generations",
    help: "Generations by status, over all replicas.",
    labelNames: ["status"],
    registers,
    async collect() {
      for (const status of STATUSES) this.set({ status }, await store.count({ status }));
    },
  });
}

// What a gauge says of a lane or a model that was forgotten must not stay at its last value.
function registerLanes(ports: FleetMetricsPorts, registers: Registry[]): void {
  const { store, gate, lanes, accounts, fleet, findModel } = ports;
  new Gauge({
    name: "dashqueue_slots_taken",
    help: "Slots in use in a lane, uncertain generations included, over all replicas.",
    labelNames: ["account", "model"],
    registers,
    async collect() {
      const known = await lanes();
      this.reset();
      for (const lane of known) this.set({ ...lane }, (await gate.slots(lane)).length);
    },
  });
  new Gauge({
    name: "dashqueue_slots_limit",
    help: "Slots of a lane, as configured or reported by the provider, over all replicas.",
    labelNames: ["account", "model"],
    registers,
    async collect() {
      const models = await store.models();
      this.reset();
      for (const account of accounts)
        for (const model of models) {
          const { maxInFlight } = fleet.limitsOf(account, model);
          this.set({ ...laneOf(account.name, model, findModel) }, maxInFlight);
        }
    },
  });
}

function registerClosedLanes({ gate, lanes, now }: FleetMetricsPorts, registers: Registry[]): void {
  new Gauge({
    name: "dashqueue_lane_unchecked",
    help: "1 while no create request is sent in a lane until tasks are compared, else 0, over all replicas.",
    labelNames: ["account", "model"],
    registers,
    async collect() {
      const known = await lanes();
      this.reset();
      for (const lane of known)
        this.set({ ...lane }, (await gate.uncheckedFor(lane)) === null ? 0 : 1);
    },
  });
  new Gauge({
    name: "dashqueue_lane_over_spend_limit",
    help: "1 while DAILY_SPEND_LIMIT stops a lane, else 0, over all replicas.",
    labelNames: ["account", "model"],
    registers,
    async collect() {
      const [known, today] = [await lanes(), dayOf(now())];
      this.reset();
      for (const lane of known)
        this.set({ ...lane }, (await gate.isOverLimit(lane, today)) ? 1 : 0);
    },
  });
}

function registerWaiting(
  { store, queues, isPausedByLimits, oldestAt, now }: FleetMetricsPorts,
  registers: Registry[],
): void {
  new Gauge({
    name: "dashqueue_oldest_waiting_seconds",
    help: "How long the generation of a model that was accepted first has waited, over all replicas.",
    labelNames: ["model"],
    registers,
    async collect() {
      const models = await store.models();
      this.reset();
      for (const model of models) {
        const since = await oldestAt(model);
        this.set({ model }, since === null ? 0 : Math.max(0, now() - since) / 1_000);
      }
    },
  });
  new Gauge({
    name: "dashqueue_queue_paused",
    help: "1 while an operator has paused a model, by its submit queue or by a limit of 0 on every account, else 0, over all replicas.",
    labelNames: ["model"],
    registers,
    async collect() {
      const models = await store.models();
      this.reset();
      for (const model of models) {
        const isPaused =
          (await queues.isPaused(submitQueue(model))) || (await isPausedByLimits(model));
        this.set({ model }, isPaused ? 1 : 0);
      }
    },
  });
}

function registerOverBudget(
  { store, isOverBudget }: FleetMetricsPorts,
  registers: Registry[],
): void {
  new Gauge({
    name: "dashqueue_line_over_budget",
    help: "1 while the budget of every tenant in the line of a model has no room for its next generation, else 0, over all replicas.",
    labelNames: ["model"],
    registers,
    async collect() {
      const models = await store.models();
      this.reset();
      for (const model of models) this.set({ model }, (await isOverBudget(model)) ? 1 : 0);
    },
  });
}

function registerAccounts(
  { gate, accounts, keyRefusals, fleet }: FleetMetricsPorts,
  registers: Registry[],
): void {
  new Gauge({
    name: "dashqueue_account_paused",
    help: "1 while the provider refuses the account, or this worker's API key of it, else 0.",
    labelNames: ["account"],
    registers,
    async collect() {
      for (const { name } of accounts) {
        const pause = keyRefusals.pausedFor(name) ?? (await gate.pausedFor(name));
        this.set({ account: name }, pause === null ? 0 : 1);
      }
    },
  });
  new Gauge({
    name: "dashqueue_limits_differ",
    help: "1 while another worker has different limits for the account, else 0. The smaller ones apply.",
    labelNames: ["account"],
    registers,
    collect() {
      for (const account of accounts)
        this.set({ account: account.name }, fleet.hasOtherLimits(account) ? 1 : 0);
    },
  });
}
