import type { Generation, Lane, Stage } from "@dashqueue/queue/internal";
import { collectDefaultMetrics, Counter, Registry } from "prom-client";

import type { Outcome } from "../outcome.ts";
import type { SweepCounters } from "../sweeping/sweeper.ts";
import type { CollectionMetricsPorts } from "./collection-metrics.ts";
import { registerCollection } from "./collection-metrics.ts";
import type { CostMetricsPorts } from "./cost-metrics.ts";
import { registerCosts } from "./cost-metrics.ts";
import type { FleetMetricsPorts } from "./fleet-metrics.ts";
import { registerFleet } from "./fleet-metrics.ts";
import type { PollingCounters } from "./polling-metrics.ts";
import { registerPolling } from "./polling-metrics.ts";
import type { SettlingMetricsPorts } from "./settling-metrics.ts";
import { registerSettling } from "./settling-metrics.ts";
import { registerWebhooks } from "./webhook-metrics.ts";
import type { WebhookMetricsPorts } from "./webhook-metrics.ts";
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
  extends
    CostMetricsPorts,
    CollectionMetricsPorts,
    SettlingMetricsPorts,
    FleetMetricsPorts,
    WebhookMetricsPorts {
  readonly store: CostMetricsPorts["store"] &
    CollectionMetricsPorts["store"] &
    FleetMetricsPorts["store"];
  readonly gate: SettlingMetricsPorts["gate"] & FleetMetricsPorts["gate"];
  readonly accounts: FleetMetricsPorts["accounts"];
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
  registerFleet(ports, registers);
  registerWebhooks(ports, registers);
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
