import { findModel } from "@dashqueue/dashscope";
import type { Delays, GenerationStore, Keys, Line, Queues } from "@dashqueue/queue/internal";
import {
  createGenerationStore,
  createLine,
  NO_SPEND_LIMITS,
  submitQueue,
} from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

import type { Account } from "../../../src/accounts/accounts.ts";
import { createBell } from "../../../src/lanes/bell.ts";
import { laneLimitsOf } from "../../../src/lanes/limits.ts";
import type { StageAdapters } from "../../../src/assembly/stages.ts";
import { createStages } from "../../../src/assembly/stages.ts";
import { createProvider } from "../../../src/accounts/provider.ts";
import { createKeyRefusals } from "../../../src/lanes/key-refusals.ts";
import { laneReaction } from "../../../src/lanes/lane-reaction.ts";
import { createReactions } from "../../../src/lanes/reactions.ts";
import type { RepairPorts } from "../../../src/upkeep/repair.ts";
import { endOverdue } from "../../../src/upkeep/overdue.ts";
import { repair } from "../../../src/upkeep/repair.ts";
import type { ToldTasks } from "../../../src/sweeping/sweep.ts";
import { tellEnded } from "../../../src/sweeping/sweep.ts";
import { processorOf } from "../../../src/loop/run-stage.ts";
import { ticketProcessorOf } from "../../../src/loop/run-ticket.ts";
import { NO_REPORTS } from "../../fixtures/generations.ts";
import { createAccountGateModel } from "./account-gate-model.ts";
import type { ArchiveModel } from "./archive-model.ts";
import type { Flaw } from "../flaw.ts";
import { changeOf, clientOf, getOf, hintOf, listOf } from "../flaw.ts";
import { runJob } from "../job-run.ts";
import type { ProviderModel } from "./provider-model.ts";
import { BASE_URL } from "./provider-model.ts";
import type { ModelJob, QueuesModel } from "./queues-model.ts";
import type { RedisModel } from "./redis-model.ts";
import type { Move, Process, Scheduler } from "../scheduler.ts";

export interface WorkerModelPorts {
  readonly scheduler: Scheduler;
  readonly redis: RedisModel;
  readonly queues: QueuesModel;
  readonly provider: ProviderModel;
  readonly archive: ArchiveModel;
  readonly keys: Keys;
  readonly delays: Delays;
  readonly maxInFlight: number;
  readonly spendLimit: string | null;
  /** Whether the account is declared as exclusive, which it is. */
  readonly isExclusive: boolean;
  readonly flaw: Flaw | null;
  now(): number;
  /** Called for what must never happen. */
  violated(problem: string): void;
}

/** One worker process: the real stages, loop and repair pass over the models. */
export interface WorkerModel {
  readonly process: Process;
  /** The jobs that it may start. */
  moves(): readonly Move[];
  /** SIGTERM: it takes no further jobs and hands back those that wait. */
  close(): void;
  readonly isClosing: boolean;
  /** Whether it runs no job, no repair pass and no sweep. */
  readonly isIdle: boolean;
  startRepair(): void;
  /** The looks at what was not submitted in time. */
  deadlineMoves(): readonly Move[];
  /** The sweeps that it may make: of a list that may lag or lie, each calls one task ended. */
  sweepMoves(): readonly Move[];
}

export const ACCOUNT = "default";

const silent = { error() {}, warn() {}, info() {} } as unknown as Logger;

export function createWorkerModel(process: Process, given: WorkerModelPorts): WorkerModel {
  const ports = { ...given, now: clockOf(process, given) };
  const { queues, redis, keys, delays, flaw } = ports;
  const { now } = ports;
  const closing = new AbortController();
  const running = new Set<ModelJob>();
  const bell = createBell();
  const jobs = queues.connect(process);
  const store = createGenerationStore(redis.connect(process), keys, now);
  const sleep = sleepOf(ports, process, { why: "at the door", weight: 2 });
  const stages = createStagesOf(ports, {
    process,
    bell,
    jobs,
    line: createLine(redis.connect(process), keys),
    sleep,
    store: { ...store, change: changeOf(store, flaw), list: listOf(store, flaw) },
  });
  const loop = {
    store: { get: getOf(store, flaw), tombstone: async () => null },
    queues: jobs,
    delays,
    closing: closing.signal,
    now,
    observe() {},
  };
  let repairing = false;

  function take(job: ModelJob): void {
    running.add(job);
    const processor =
      job.queue === DOOR
        ? ticketProcessorOf(stages.serveNext, loop)
        : processorOf(stages[job.stage], loop);
    const run = runJob(job, queues.lock(job, process), ports, processor);
    void run.finally(() => running.delete(job));
  }

  const canTake = (job: ModelJob) =>
    !closing.signal.aborted &&
    !running.has(job) &&
    // One job at a time waits at the door.
    (job.queue !== DOOR || ![...running].some(({ queue }) => queue === DOOR));

  function startRepair(): void {
    if (repairing || flaw === "no-repair") return;
    repairing = true;
    const work = repair(repairPortsOf(ports, process, { store, queues: jobs }), closing.signal);
    void work.catch(() => {}).finally(() => (repairing = false));
  }

  let looking = false;

  function lookAtDeadlines(): void {
    looking = true;
    // Redis loses nothing here.
    const expire = ({ id }: { readonly id: string }) => store.expire(id, "");
    const checkAfterRestart = async () => {};
    const work = endOverdue(
      { store, queues: jobs, delays, now, expire, checkAfterRestart, ended() {} },
      closing.signal,
    );
    void work.catch(() => {}).finally(() => (looking = false));
  }

  const told: ToldTasks = new Map();
  let sweeping = false;

  function startSweep(taskId: string): void {
    sweeping = true;
    const ids = new Set([taskId]);
    const sweep = { ids, completeSince: Infinity, startedAt: now(), allowedLagMs: 0 };
    const work = tellEnded(sweep, told, {
      store: { ...store, hint: hintOf(store, flaw) },
      queues: jobs,
      now,
      expected: async () => [],
      stopExpecting: async () => {},
    });
    void work.catch(() => {}).finally(() => (sweeping = false));
  }

  return {
    process,
    moves: () =>
      (process.alive ? queues.ready() : []).filter(canTake).map((job) => ({
        label: `${process.name} takes ${job.id}`,
        weight: 6,
        run: () => take(job),
      })),
    close: () => closing.abort(),
    get isClosing() {
      return closing.signal.aborted;
    },
    get isIdle() {
      return running.size === 0 && !repairing && !looking && !sweeping;
    },
    startRepair,
    deadlineMoves: () =>
      process.alive && !looking
        ? [{ label: `${process.name} looks at deadlines`, weight: 0.3, run: lookAtDeadlines }]
        : [],
    sweepMoves: () =>
      (process.alive && !sweeping ? ports.provider.tasks : []).map(({ id, endedAt }) => ({
        label: `${process.name} sweeps: the list calls ${id} ended`,
        weight: endedAt === null ? 0.05 : 0.1,
        run: () => startSweep(id),
      })),
  };
}

export const MODEL = "wan2.1-vace-plus";
const ONLY = { name: ACCOUNT, apiKey: "", baseUrl: BASE_URL, weight: 1, limits: {} };
const DOOR = submitQueue(MODEL);

function repairPortsOf(
  ports: WorkerModelPorts,
  process: Process,
  { store, queues }: Pick<RepairPorts, "store" | "queues">,
): RepairPorts {
  const gate = createAccountGateModel(ports, process);
  return {
    store,
    queues,
    delays: ports.delays,
    now: ports.now,
    sleep: sleepOf(ports, process, { why: "to look again" }),
    slots: gate.slots,
    correctSlot: gate.correctSlot,
    lanes: async () => [{ account: ACCOUNT, model: MODEL }],
    // Every generation is in the line by construction.
    line: { missing: async () => 0, enter: async () => false },
    shortage: (model) =>
      ports.scheduler.step(process, "compares the number of jobs", () => {
        const waiting = ports.redis.members(ports.keys.index({ status: "queued", model }));
        const live = [...ports.queues.jobs.values()].filter(
          ({ queue, state }) =>
            queue === submitQueue(model) && state !== "completed" && state !== "failed",
        );
        return waiting.length - live.length;
      }),
    blocks: async () => ({ reason: null, tenants: new Map(), byCost: false, of: () => null }),
    toldBlocks: async () => ({ reason: null, tenants: {}, at: 0 }),
    keepToldBlocks: async () => {},
    retentionMs: null,
    sweepUploads: async () => {},
    report: {
      jobRestored() {},
      // Slots are right by construction.
      slotCorrected: () => ports.violated("G3: a slot disagreed with its record"),
      noticed() {},
    },
  };
}

/** Waits in virtual time. */
function sleepOf(
  { scheduler, now }: WorkerModelPorts,
  process: Process,
  { why, weight }: { readonly why: string; readonly weight?: number },
): RepairPorts["sleep"] {
  return async (delayMs, signal) => {
    const dueAt = now() + delayMs;
    const way = { label: "", weight, effect: () => {} };
    const ways = () => (now() >= dueAt || signal.aborted ? [way] : []);
    await scheduler.choose(process, `has waited ${why}`, ways, { slow: true });
  };
}

const PROBE_MS = 60_000;

/** No modeled request names an upload. */
const NO_UPLOADS: StageAdapters["uploads"] = {
  use: async () => null,
  copy: async () => null,
  placeOf: async () => null,
  keepPlace: async () => {},
};

interface Connections {
  readonly process: Process;
  readonly bell: ReturnType<typeof createBell>;
  readonly line: Line;
  readonly sleep: StageAdapters["sleep"];
  readonly jobs: Pick<Queues, "ensure" | "isLive">;
  readonly store: GenerationStore;
}

function createStagesOf(ports: WorkerModelPorts, { process, jobs, ...connections }: Connections) {
  const {
    delays,
    now,
    provider,
    archive,
    maxInFlight,
    spendLimit,
    flaw,
    redis,
    keys,
    isExclusive,
  } = ports;
  const account: Account = { ...ONLY, exclusive: isExclusive };
  const files = archive.connect(process);
  const client = clientOf(provider.connect(process), flaw);
  const keyRefusals = createKeyRefusals(now, PROBE_MS);
  const { react } = createReactions({
    gate: createAccountGateModel(ports, process),
    tenants: { reach: async () => false },
    now,
    keyRefusals,
    logger: silent,
    probeMs: PROBE_MS,
  });
  return createStages({
    ...connections,
    keyRefusals,
    accounts: [account],
    findModel,
    queues: jobs,
    delays,
    provider: createProvider({
      client: () => client,
      findModel,
      queryTurn: async () => {},
      clocks: { aheadMs: () => (flaw === "clocks-not-compared" ? 0 : provider.clockAheadMs()) },
      refused: async () => {},
      accepted() {},
      createAnswered() {},
    }),
    paceMs: delays.pollMs,
    learn() {},
    // Without sweeps, a worker does not ask.
    hinted: async ({ task: { id } }) =>
      redis.hget(keys.hint(id), "value") !== null && connections.store.hinted(id),
    unreported: async () => {},
    // A pick may end while its worker is at the door: the record decides.
    holding: (_ticket, work) => work(),
    expectedMs: () => 120_000,
    laneLimits: () => laneLimitsOf({ submitsPerSecond: 2, maxInFlight }, PROBE_MS),
    react: (created, answer, isCalm) =>
      react(
        created,
        laneReaction(answer, () => 0.5, PROBE_MS),
        isCalm,
      ),
    isNew: async () => false,
    gate: {
      serverChange: async () => null,
      sawList: async () => null,
      settledSince: async () => "",
      closeUnchecked: async () => false,
      checked: async () => {},
      exclusiveSince: async () => (isExclusive ? 0 : null),
      // No other system makes tasks.
      contradict: async (_account, contradiction) => {
        ports.violated(`the account is exclusive, but ${contradiction}`);
        return true;
      },
    },
    spendLimits:
      spendLimit === null ? NO_SPEND_LIMITS : { overall: { CNY: spendLimit }, accounts: {} },
    overLimit: async () => {},
    overBudget: async () => {},
    isCollectable: async () => true,
    reports: NO_REPORTS,
    uploads: NO_UPLOADS,
    storeFile: files.store,
    holdsFile: files.holds,
    deliver: async () => ({ kind: "accepted", status: 204 }),
    deliveries: { record: async () => {}, messageAt: async () => null },
    endpoints: {
      enter: async () => ({ kind: "open" }),
      learn: async () => ({ before: null, after: null }),
    },
    reportEndpoint: () => {},
    reportSigning: () => {},
    now,
    readTime: async () => now(),
    random: () => 0.5,
  });
}

/** A worker that reads its own clock, which is five minutes ahead. */
function clockOf({ name }: Process, { now, flaw }: WorkerModelPorts): () => number {
  return flaw === "own-clock" && name === "ann" ? () => now() + 5 * 60_000 : now;
}
