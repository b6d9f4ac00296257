import type { Delays, Generation } from "@dashqueue/queue/internal";
import { createKeys, isTerminal } from "@dashqueue/queue/internal";

import type { ArchiveModel } from "./models/archive-model.ts";
import { createArchiveModel } from "./models/archive-model.ts";
import type { Caller } from "./models/caller-model.ts";
import { createCaller } from "./models/caller-model.ts";
import type { Flaw } from "./flaw.ts";
import type { Invariants } from "./invariants/invariants.ts";
import { createInvariants } from "./invariants/invariants.ts";
import type { ProviderModel } from "./models/provider-model.ts";
import { createProviderModel } from "./models/provider-model.ts";
import type { QueuesModel } from "./models/queues-model.ts";
import { createQueuesModel } from "./models/queues-model.ts";
import type { RedisModel } from "./models/redis-model.ts";
import { createRedisModel } from "./models/redis-model.ts";
import type { Move, Scheduler } from "./scheduler.ts";
import { createScheduler } from "./scheduler.ts";
import type { ShownPrompt } from "./models/shown-prompt.ts";
import type { WorkerModel } from "./models/worker-model.ts";
import { ACCOUNT, createWorkerModel, MODEL } from "./models/worker-model.ts";

export interface Circumstances {
  /** One generation per prompt. */
  readonly prompts: readonly string[];
  /** Whether each generation has a tenant of its own. */
  readonly tenants: boolean;
  readonly maxInFlight: number;
  /** The daily limit in CNY; a generation costs 3.50. */
  readonly spendLimit: string | null;
  /** What each tenant may spend on a day, in CNY. */
  readonly budget: string | null;
  /** Of every generation. */
  readonly maxQueueSeconds: number | null;
  readonly shows: ShownPrompt;
  /** How far the provider's clock is ahead. */
  readonly aheadMs: number;
  /** Whether the provider's clock may be set, and its list may be wrong for a while. */
  readonly isHostile: boolean;
  /** Whether the workers know that no other system uses the account. */
  readonly isExclusive: boolean;
  /**
   * Whether virtual time may pass between two steps: a worker may hang for hours, then continue.
   */
  readonly workersHang: boolean;
  readonly flaw: Flaw | null;
}

/** The whole state: two workers, callers, Redis, the provider, and a clock. */
export interface World {
  readonly clock: { now: number };
  readonly scheduler: Scheduler;
  readonly redis: RedisModel;
  readonly queues: QueuesModel;
  readonly provider: ProviderModel;
  readonly archive: ArchiveModel;
  readonly invariants: Invariants;
  readonly callers: readonly Caller[];
  /** A killed worker is replaced by a new process of the same name. */
  readonly workers: WorkerModel[];
  start(index: number): void;
  kill(index: number): void;
  open(): readonly Generation[];
}

export const START = Date.UTC(2026, 10, 22, 10);
export const NAMES = ["ann", "bob"] as const;

const DELAYS: Delays = {
  pollMs: () => 15_000,
  sendMs: 5_000,
  createMs: 40_000,
  reconcileMs: 60_000,
};

export function createWorld(circumstances: Circumstances): World {
  const { maxInFlight, maxQueueSeconds, spendLimit, budget, isExclusive, flaw, prompts } =
    circumstances;
  const clock = { now: START };
  const now = () => clock.now;
  const scheduler = createScheduler();
  const keys = createKeys("{model}");
  const redis = createRedisModel({ scheduler, now, flaw });
  const queues = createQueuesModel(scheduler, now);
  const createSent = (id: string) => invariants.createSent(id);
  const violated = (problem: string) => invariants.violated(problem);
  const provider = createProviderModel({ ...circumstances, scheduler, now, createSent });
  const archive = createArchiveModel(scheduler, flaw);
  const tenantOf = (index: number) => (circumstances.tenants ? `tenant-${index + 1}` : "default");
  if (budget !== null)
    for (const tenant of prompts.keys().map(tenantOf)) {
      const dailySpend = JSON.stringify({ amount: budget, currency: "CNY" });
      redis.hset(keys.tenant(tenant), { weight: "1", dailySpend });
    }
  const distinct = new Set(prompts).size === prompts.length;
  const lane = { account: ACCOUNT, model: MODEL };
  const models = {
    scheduler,
    redis,
    queues,
    provider,
    archive,
    keys,
    now,
    tellsTruth: circumstances.shows === "prompt" && !circumstances.isHostile,
    maxInFlight,
    spendLimit,
    budget,
    isExclusive,
    flaw,
    violated,
  };
  const invariants = createInvariants({ ...models, lane, distinct });
  const start = (index: number) =>
    createWorkerModel({ name: NAMES[index] ?? "", alive: true }, { ...models, delays: DELAYS });
  const workers = [start(0), start(1)];

  return {
    clock,
    scheduler,
    redis,
    queues,
    provider,
    archive,
    invariants,
    workers,
    callers: prompts.map((prompt, index) =>
      createCaller(
        { id: `gen_${index + 1}`, prompt, tenant: tenantOf(index), maxQueueSeconds },
        models,
      ),
    ),
    start: (index) => void (workers[index] = start(index)),
    kill(index) {
      const worker = workers[index];
      if (worker === undefined) return;
      scheduler.kill(worker.process);
    },
    open: () => invariants.generations().filter(({ status }) => !isTerminal(status)),
  };
}

/** Everything that may happen in a state. The first move is the one of a fault-free run. */
export function movesOf(
  world: World,
  { workersHang, maxQueueSeconds }: Circumstances,
): readonly Move[] {
  const { scheduler, queues, provider, workers, callers } = world;
  return [
    ...scheduler.moves(),
    ...callers.flatMap((caller) => caller.moves()),
    ...workers.flatMap((worker) => worker.moves()),
    ...provider.moves(),
    ...(workersHang || !scheduler.isBusy() ? timeMoves(world) : []),
    ...queues.expireLocks(),
    ...queues.moves(),
    ...workers.flatMap((worker) => worker.sweepMoves()),
    ...workers.flatMap((worker, index) => lifecycleMoves(world, worker, index)),
    ...(maxQueueSeconds === null ? [] : workers).flatMap((worker) => worker.deadlineMoves()),
  ];
}

function lifecycleMoves(world: World, worker: WorkerModel, index: number): Move[] {
  const { name, alive } = worker.process;
  const start = { label: `${name} restarts`, weight: 4, run: () => world.start(index) };
  if (!alive) return [start];
  const kill = { label: `${name} is killed`, weight: 0.25, run: () => world.kill(index) };
  if (worker.isClosing) return [kill, ...(worker.isIdle ? [start] : [])];
  return [
    kill,
    { label: `${name} repairs`, weight: 0.5, run: () => worker.startRepair() },
    { label: `${name} closes`, weight: 0.1, run: () => worker.close() },
  ];
}

function timeMoves(world: World): Move[] {
  const pass = (label: string, weight: number, ms: number): Move => ({
    label: `${label} pass`,
    weight,
    run: () => passTime(world, world.clock.now + ms),
  });
  return [
    pass("5 s", 3, 5_000),
    pass("41 s", 2, 41_000),
    pass("61 s", 2, 61_000),
    pass("25 h", 0.05, 90_000_000),
  ];
}

export function passTime({ clock, provider }: World, at: number): void {
  clock.now = Math.max(clock.now, at);
  provider.tick();
}
