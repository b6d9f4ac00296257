import type { Limits } from "@dashqueue/dashscope";
import type { AccountGate, Generation, Keys, Lane, Stage } from "@dashqueue/queue/internal";
import { STATUSES } from "@dashqueue/queue/internal";
import type { Redis } from "ioredis";
import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";

import type { Outcome } from "../outcome.ts";
import type { SweepCounters } from "../sweeping/sweeper.ts";
import type { CollectionMetricsPorts } from "./collection-metrics.ts";
import { registerCollection } from "./collection-metrics.ts";
import type { CostMetricsPorts } from "./cost-metrics.ts";
import { registerCosts } from "./cost-metrics.ts";
import type { PollingCounters } from "./polling-metrics.ts";
import { registerPolling } from "./polling-metrics.ts";
import type { SettlingMetricsPorts } from "./settling-metrics.ts";
import { registerSettling } from "./settling-metrics.ts";
import { registerSweeps } from "./sweep-metrics.ts";

export interface Metrics extends PollingCounters, SweepCounters {
  readonly registry: Registry;
  outcome(stage: Stage, generation: Generation, outcome: Outcome): void;
  createAnswered(model: string, answer: string): void;
  archived(bytes: number): void;
  repaired(what: "job" | "slot"): void;
  expiryAlarm(hoursLeft: number): void;
  spendLimitReached(lane: Lane): void;
  ambiguous(model: string): void;
  doubted(doubt: string): void;
  late(model: string, isAdopted: boolean): void;
  unlisted(account: string, isUnlisted: boolean): void;
}

export interface MetricsPorts
  extends CostMetricsPorts, CollectionMetricsPorts, SettlingMetricsPorts {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly store: CostMetricsPorts["store"] & CollectionMetricsPorts["store"];
  readonly gate: Pick<AccountGate, "slots" | "pausedFor" | "uncheckedFor" | "contradictionOf">;
  /** Returns every lane that has had a generation. */
  lanes(): Promise<readonly Lane[]>;
  readonly accounts: readonly Account[];
  readonly keyRefusals: { pausedFor(account: string): unknown };
  readonly fleet: { hasOtherLimits(account: Account): boolean };
}

interface Account {
  readonly name: string;
  readonly baseUrl: string;
  readonly limits: Readonly<Record<string, Limits>>;
}

/** Metrics of this process. State that all replicas share is read from Redis at each scrape. */
export function createMetrics(ports: MetricsPorts): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const outcomes = new Counter({
    name: "dashqueue_stage_outcomes_total",
    help: "Decisions of the stages.",
    labelNames: ["stage", "model", "outcome"],
    registers,
  });
  const creates = new Counter({
    name: "dashqueue_creates_total",
    help: "Create requests, by the kind of their answer.",
    labelNames: ["model", "answer"],
    registers,
  });
  const bytes = new Counter({
    name: "dashqueue_archived_bytes_total",
    help: "Bytes copied into the archive.",
    registers,
  });
  const repairs = new Counter({
    name: "dashqueue_repairs_total",
    help: "Records whose missing job or wrong slot the repair pass corrected.",
    labelNames: ["what"],
    registers,
  });
  const stops = new Counter({
    name: "dashqueue_spend_limits_reached_total",
    help: "Days on which a lane stopped submitting because of DAILY_SPEND_LIMIT.",
    labelNames: ["account", "model"],
    registers,
  });
  const alarms = new Counter({
    name: "dashqueue_expiry_alarms_total",
    help: "Paid results that were not archived shortly before their links expired.",
    labelNames: ["hours_left"],
    registers,
  });
  registerShared(ports, registers);
  registerCosts(ports, registers);
  registerCollection(ports, registers);
  return {
    registry,
    ...registerSettling(ports, registers),
    ...registerPolling(registers),
    ...registerSweeps(registers),
    outcome: (stage, generation, { kind }) =>
      outcomes.inc({ stage, model: generation.request.model, outcome: kind }),
    createAnswered: (model, answer) => creates.inc({ model, answer }),
    archived: (count) => bytes.inc(count),
    repaired: (what) => repairs.inc({ what }),
    spendLimitReached: ({ account, model }) => stops.inc({ account, model }),
    expiryAlarm: (hoursLeft) => alarms.inc({ hours_left: hoursLeft }),
  };
}

function registerShared(
  { redis, keys, gate, lanes, accounts, keyRefusals, fleet }: MetricsPorts,
  registers: Registry[],
): void {
  new Gauge({
    name: "dashqueue_generations",
    help: "Generations by status, over all replicas.",
    labelNames: ["status"],
    registers,
    async collect() {
      for (const status of STATUSES)
        this.set({ status }, await redis.zcard(keys.index({ status })));
    },
  });
  new Gauge({
    name: "dashqueue_slots_taken",
    help: "Slots in use in a lane, uncertain generations included, over all replicas.",
    labelNames: ["account", "model"],
    registers,
    async collect() {
      const known = await lanes();
      // A lane whose model was forgotten must not stay at its last value.
      this.reset();
      for (const lane of known) this.set({ ...lane }, (await gate.slots(lane)).length);
    },
  });
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
    help: "1 while another worker has other limits for the account, else 0. The smaller ones hold.",
    labelNames: ["account"],
    registers,
    collect() {
      for (const account of accounts)
        this.set({ account: account.name }, fleet.hasOtherLimits(account) ? 1 : 0);
    },
  });
}
