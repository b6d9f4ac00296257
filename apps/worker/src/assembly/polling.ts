import type { FindModel } from "@dashqueue/dashscope";
import type { AccountGate, GenerationStore, Keys, Lane } from "@dashqueue/queue/internal";
import { createSweepGate, createTaskDurations } from "@dashqueue/queue/internal";
import type { Redis } from "ioredis";

import type { Account } from "../accounts/accounts.ts";
import { placeOf } from "../accounts/accounts.ts";
import { queryIntervalMs } from "../accounts/query-turn.ts";
import { delaysOf } from "../env/delays.ts";
import type { WorkerEnv } from "../env/env.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { createHints } from "../polling/hints.ts";
import { endOf } from "../polling/kinds.ts";
import { createPollPlan } from "../polling/plan.ts";
import { createSwept } from "../polling/swept.ts";
import type { SweeperPorts } from "../sweeping/sweeper.ts";
import type { StageAdapters } from "./stages.ts";

interface Polling extends Pick<
  StageAdapters,
  "delays" | "paceMs" | "learn" | "hinted" | "unreported"
> {
  /** What the sweeps of the task lists need to know. */
  readonly sweeping: Pick<SweeperPorts, "gate" | "evenMs" | "oldestMs" | "pollsPerMs">;
  /** Reads what all replicas have learned, and how many tasks are in flight. */
  refreshPlan(): Promise<void>;
}

interface PollingPorts {
  readonly env: WorkerEnv;
  readonly redis: Redis;
  readonly keys: Keys;
  readonly store: GenerationStore;
  readonly gate: AccountGate;
  readonly accounts: readonly Account[];
  readonly findModel: FindModel;
  readonly metrics: Pick<Metrics, "callbackMissed" | "found">;
  lanes(): Promise<readonly Lane[]>;
  now(): number;
}

/** The rest of an account's queries search for lost tasks, cancel, and recover. */
const POLL_SHARE = 0.9;

/** Builds what decides when a task is queried, and what callbacks change about it. */
export function createPolling(ports: PollingPorts): Polling {
  const { env, redis, keys, store, gate, accounts, findModel, metrics, lanes, now } = ports;
  const pollsPerMs = POLL_SHARE / queryIntervalMs(env.DASHSCOPE_QUERY_QPS);
  const plan = createPollPlan({
    durations: createTaskDurations(redis, keys),
    findModel,
    accounts: accounts.map(({ name }) => name),
    models: store.models,
    running: (model) => store.count({ status: "running", model }),
    async taken(account) {
      const own = (await lanes()).filter((lane) => lane.account === account);
      const slots = await Promise.all(own.map(gate.slots));
      return slots.flat().length;
    },
    pollsPerMs,
    bounds: { minMs: env.POLL_MIN_MS, maxMs: env.POLL_MAX_MS },
    now,
  });
  const { pollMs: paceMs } = plan;
  const sweepGate = createSweepGate(redis, keys);
  const swept = createSwept({ places: accounts.map(placeOf), state: sweepGate.state });
  const hints = createHints({
    paceMs,
    safetyNetMs: env.CALLBACK_TOKEN === undefined ? null : env.CALLBACK_SAFETY_NET_MS,
    swept,
    hinted: store.hinted,
    callbackMissed: metrics.callbackMissed,
    expectInSweep: ({ attempt, task }, endedAt) =>
      sweepGate.expect(attempt, { taskId: task.id, begunAt: attempt.begunAt, endedAt }),
    now,
  });
  return {
    delays: delaysOf(env, hints.pollMs),
    paceMs,
    learn(running, endedAt) {
      const end = endOf(running, endedAt, now());
      if (end !== null) metrics.found(running.request.model, now() - end);
      plan.learn(running, endedAt);
    },
    async refreshPlan() {
      await plan.refresh();
      await swept.refresh();
    },
    hinted: hints.hinted,
    unreported: hints.unreported,
    sweeping: { gate: sweepGate, ...plan, pollsPerMs },
  };
}
