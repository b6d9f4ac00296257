import type { Generation, Lane, Stage } from "@dashqueue/queue/internal";
import { VERSION } from "@dashqueue/queue/internal";
import { registerBuildInfo } from "@dashqueue/service";
import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";

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
import { registerProgress } from "./progress-metrics.ts";
import type { MeasureCalls, ProviderMetricsPorts } from "./provider-metrics.ts";
import { registerProvider } from "./provider-metrics.ts";
import type { SettlingMetricsPorts } from "./settling-metrics.ts";
import { registerSettling } from "./settling-metrics.ts";
import { registerSweeps } from "./sweep-metrics.ts";
import type { TenantMetricsPorts } from "./tenant-metrics.ts";
import { registerTenants } from "./tenant-metrics.ts";
import type { MeasureDeliveries, WebhookMetricsPorts } from "./webhook-metrics.ts";
import { registerWebhooks } from "./webhook-metrics.ts";

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
  readonly measureCalls: MeasureCalls;
  readonly measureDeliveries: MeasureDeliveries;
}

export interface MetricsPorts
  extends
    CostMetricsPorts,
    CollectionMetricsPorts,
    SettlingMetricsPorts,
    FleetMetricsPorts,
    ProviderMetricsPorts,
    TenantMetricsPorts,
    WebhookMetricsPorts {
  readonly store: CostMetricsPorts["store"] &
    CollectionMetricsPorts["store"] &
    SettlingMetricsPorts["store"] &
    FleetMetricsPorts["store"];
  readonly gate: SettlingMetricsPorts["gate"] &
    FleetMetricsPorts["gate"] &
    ProviderMetricsPorts["gate"];
  readonly accounts: FleetMetricsPorts["accounts"];
}

/** Metrics of this process. State that all replicas share is read from Redis at each scrape. */
export function createMetrics(ports: MetricsPorts): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  registerBuildInfo(registry, VERSION);
  const outcomes = new Counter({
    name: "dashqueue_stage_outcomes_total",
    help: "Decisions of the stages.",
    labelNames: ["stage", "model", "outcome"],
    registers,
  });
  registerFleet(ports, registers);
  registerCosts(ports, registers);
  registerTenants(ports, registers);
  registerCollection(ports, registers);
  const measureProgress = registerProgress(registers);
  return {
    registry,
    ...registerCounters(registers),
    measureCalls: registerProvider(ports, registers),
    measureDeliveries: registerWebhooks(ports, registers),
    ...registerSettling(ports, registers),
    ...registerPolling(registers),
    ...registerSweeps(registers),
    outcome(stage, generation, outcome) {
      outcomes.inc({ stage, model: generation.request.model, outcome: outcome.kind });
      if (outcome.kind === "advance") measureProgress(generation, outcome.generation);
    },
  };
}

type Counters = Pick<
  Metrics,
  "createAnswered" | "archived" | "repaired" | "spendLimitReached" | "expiryAlarm"
>;

/** Counts what this process did. */
function registerCounters(registers: Registry[]): Counters {
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
  return {
    createAnswered: (model, answer) => creates.inc({ model, answer }),
    archived: (count) => bytes.inc(count),
    repaired: (what) => repairs.inc({ what }),
    spendLimitReached: ({ account, model }) => stops.inc({ account, model }),
    expiryAlarm: (hoursLeft) => alarms.inc({ hours_left: hoursLeft }),
  };
}

export function registerDraining(registry: Registry, isDraining: () => boolean): void {
  new Gauge({
    name: "dashqueue_worker_draining",
    help: "1 while this worker takes no jobs because an operator drains it, else 0.",
    registers: [registry],
    collect() {
      this.set(isDraining() ? 1 : 0);
    },
  });
}
