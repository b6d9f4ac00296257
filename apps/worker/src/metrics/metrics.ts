import type { AccountGate, Generation, Keys, Lane, Stage } from "@dashqueue/queue/internal";
import { STATUSES } from "@dashqueue/queue/internal";
import type { Redis } from "ioredis";
import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";

import type { Account } from "../accounts/accounts.ts";
import type { CostMetricsPorts } from "./cost-metrics.ts";
import { registerCosts } from "./cost-metrics.ts";
import type { Outcome } from "../outcome.ts";

export interface Metrics {
  readonly registry: Registry;
  outcome(stage: Stage, generation: Generation, outcome: Outcome): void;
  createAnswered(model: string, answer: string): void;
  archived(bytes: number): void;
  callbackMissed(): void;
  repaired(what: "job" | "slot"): void;
  expiryAlarm(hoursLeft: number): void;
  spendLimitReached(lane: Lane): void;
}

export interface MetricsPorts extends CostMetricsPorts {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly gate: Pick<AccountGate, "slots" | "pausedFor">;
  /** Every lane that has had a generation. */
  lanes(): Promise<readonly Lane[]>;
  readonly accounts: readonly Pick<Account, "name">[];
}

/** Words as everywhere: stage, model, status, account. What all replicas share is read from Redis when it is asked for. */
export function createMetrics(ports: MetricsPorts): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const outcomes = new Counter({
    name: "dashqueue_stage_outcomes_total",
    help: "What the stages decided.",
    labelNames: ["stage", "model", "outcome"],
    registers,
  });
  const creates = new Counter({
    name: "dashqueue_creates_total",
    help: "Create requests sent, by the kind of their answer.",
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
    help: "Records that had lost their job, or did not agree with their lane about a slot.",
    labelNames: ["what"],
    registers,
  });
  const stops = new Counter({
    name: "dashqueue_spend_limits_reached_total",
    help: "Days on which a lane stopped submitting, as more might have been spent than DAILY_SPEND_LIMIT.",
    labelNames: ["account", "model"],
    registers,
  });
  const alarms = new Counter({
    name: "dashqueue_expiry_alarms_total",
    help: "Paid results whose links were about to die before they were archived.",
    labelNames: ["hours_left"],
    registers,
  });
  const missed = new Counter({
    name: "dashqueue_callbacks_missed_total",
    help: "Tasks that a poll found ended before the provider told. Counted where it is to tell.",
    registers,
  });
  registerShared(ports, registers);
  registerCosts(ports, registers);
  return {
    registry,
    outcome: (stage, generation, { kind }) =>
      outcomes.inc({ stage, model: generation.request.model, outcome: kind }),
    createAnswered: (model, answer) => creates.inc({ model, answer }),
    archived: (count) => bytes.inc(count),
    callbackMissed: () => missed.inc(),
    repaired: (what) => repairs.inc({ what }),
    spendLimitReached: ({ account, model }) => stops.inc({ account, model }),
    expiryAlarm: (hoursLeft) => alarms.inc({ hours_left: hoursLeft }),
  };
}

function registerShared(
  { redis, keys, gate, lanes, accounts }: MetricsPorts,
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
    help: "Tasks in flight in a lane, the uncertain ones counted, over all replicas.",
    labelNames: ["account", "model"],
    registers,
    async collect() {
      for (const lane of await lanes()) this.set({ ...lane }, (await gate.slots(lane)).length);
    },
  });
  new Gauge({
    name: "dashqueue_account_paused",
    help: "1 while the provider refuses the account.",
    labelNames: ["account"],
    registers,
    async collect() {
      for (const { name } of accounts)
        this.set({ account: name }, (await gate.pausedFor(name)) === null ? 0 : 1);
    },
  });
}
