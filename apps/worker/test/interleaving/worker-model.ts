import { findModel } from "@dashqueue/dashscope";
import type { Delays, GenerationStore, Keys, Queues } from "@dashqueue/queue/internal";
import { createGenerationStore, NO_SPEND_LIMITS, submitQueue } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

import type { Account } from "../../src/accounts/accounts.ts";
import { createBell } from "../../src/lanes/bell.ts";
import { laneLimitsOf } from "../../src/lanes/limits.ts";
import type { PipelinePorts } from "../../src/assembly/pipeline.ts";
import { createPipeline } from "../../src/assembly/pipeline.ts";
import { createProvider } from "../../src/accounts/provider.ts";
import { createReactions } from "../../src/lanes/reactions.ts";
import type { RepairPorts } from "../../src/upkeep/repair.ts";
import { repair } from "../../src/upkeep/repair.ts";
import { processorOf } from "../../src/loop/run-stage.ts";
import { createAccountGateModel } from "./account-gate-model.ts";
import type { ArchiveModel } from "./archive-model.ts";
import { createDoorModel } from "./door-model.ts";
import type { Flaw } from "./flaw.ts";
import { changeOf, clientOf } from "./flaw.ts";
import { runJob } from "./job-run.ts";
import { Violation } from "./invariants.ts";
import type { ProviderModel } from "./provider-model.ts";
import { BASE_URL } from "./provider-model.ts";
import type { ModelJob, QueuesModel } from "./queues-model.ts";
import type { RedisModel } from "./redis-model.ts";
import type { Move, Process, Scheduler } from "./scheduler.ts";

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
  readonly flaw: Flaw | null;
  now(): number;
}

/** One worker process: the real stages, loop and repair pass over the models. */
export interface WorkerModel {
  readonly process: Process;
  /** What it may begin. */
  moves(): readonly Move[];
  /** Whoever waits at the door of a full lane looks again: a slot was freed, or five seconds are over. */
  looksAgain(): readonly Move[];
  /** SIGTERM: it takes nothing more, and hands back what waits. */
  close(): void;
  readonly isClosing: boolean;
  /** Nothing of it is left. */
  readonly isIdle: boolean;
  startRepair(): void;
  /** Frees what a dead process has waiting in real timers. */
  forget(): void;
}

export const ACCOUNT = "default";

const silent = { error() {}, warn() {}, info() {} } as unknown as Logger;

export function createWorkerModel(process: Process, ports: WorkerModelPorts): WorkerModel {
  const { scheduler, queues, redis, keys, delays, now, flaw } = ports;
  const closing = new AbortController();
  const running = new Set<ModelJob>();
  const bell = createBell();
  const jobs = queues.connect(process);
  const store = createGenerationStore(redis.connect(process), keys, now);
  const door = createDoorModel(store, { scheduler, process, closing: closing.signal, now });
  const pipeline = createPipelineOf(ports, {
    process,
    bell,
    jobs,
    store: { ...store, begin: door.begin, change: changeOf(store, flaw) },
  });
  const loop = { store, queues: jobs, delays, closing: closing.signal, now, observe() {} };
  let repairing = false;

  function take(job: ModelJob): void {
    running.add(job);
    const run = runJob(
      job,
      queues.lock(job, process),
      ports,
      processorOf(pipeline[job.stage], loop),
    );
    void run.finally(() => running.delete(job));
  }

  const canTake = (job: ModelJob) =>
    !closing.signal.aborted &&
    !running.has(job) &&
    // One job at a time waits at a lane's door.
    (job.queue !== DOOR || ![...running].some(({ queue }) => queue === DOOR));

  function startRepair(): void {
    if (repairing || flaw === "no-repair") return;
    repairing = true;
    const work = repair(repairPortsOf(ports, process, { store, queues: jobs }), closing.signal);
    void work.catch(() => {}).finally(() => (repairing = false));
  }

  return {
    process,
    moves: () =>
      (process.alive ? queues.ready() : []).filter(canTake).map((job) => ({
        label: `${process.name} takes ${job.id}`,
        weight: 6,
        run: () => take(job),
      })),
    looksAgain: () => door.moves(() => bell.ring(LANE)),
    close: () => closing.abort(),
    get isClosing() {
      return closing.signal.aborted;
    },
    get isIdle() {
      return running.size === 0 && !repairing;
    },
    startRepair,
    forget: () => bell.ring(LANE),
  };
}

export const MODEL = "wan2.1-vace-plus";
const ONLY: Account = { name: ACCOUNT, apiKey: "", baseUrl: BASE_URL, weight: 1, limits: {} };
const LANE = `${ACCOUNT}:${MODEL}`;
const DOOR = submitQueue(MODEL);

function repairPortsOf(
  ports: WorkerModelPorts,
  process: Process,
  { store, queues }: Pick<RepairPorts, "store" | "queues">,
): RepairPorts {
  return {
    store,
    queues,
    delays: ports.delays,
    now: ports.now,
    ...createAccountGateModel(ports, process),
    lanes: async () => [{ account: ACCOUNT, model: MODEL }],
    serverSince: async () => null,
    pausedFor: async () => () => null,
    retentionMs: null,
    sweepUploads: async () => {},
    report: { repaired() {}, slotMended: found, noticed() {} },
  };
}

const PROBE_MS = 60_000;

/** No request of these names one. */
const NO_UPLOADS: PipelinePorts["uploads"] = {
  use: async () => null,
  open: async () => new Blob([]),
  placeOf: async () => null,
  keepPlace: async () => {},
};

/** The slots are right by construction: the repair pass has nothing to mend. */
function found(): never {
  throw new Violation("G3: the repair pass found a slot that did not agree with its record");
}

interface Connections {
  readonly process: Process;
  readonly bell: ReturnType<typeof createBell>;
  readonly jobs: Queues;
  readonly store: GenerationStore;
}

function createPipelineOf(ports: WorkerModelPorts, { process, jobs, ...connections }: Connections) {
  const { delays, now, provider, archive, maxInFlight, spendLimit, flaw } = ports;
  const client = clientOf(provider.connect(process), flaw);
  const { react } = createReactions(createAccountGateModel(ports, process), silent, PROBE_MS);
  return createPipeline({
    ...connections,
    accounts: [ONLY],
    findModel,
    queues: jobs,
    delays,
    provider: createProvider({
      client: () => client,
      sentAs: (model) => model,
      queryTurn: async () => {},
      refused: async () => {},
      createAnswered() {},
    }),
    callbacks: { pollMs: delays.pollMs, hinted: async () => false, callbackMissed() {} },
    laneLimits: () => laneLimitsOf({ submitsPerSecond: 2, maxInFlight }, PROBE_MS),
    react,
    serverSince: async () => null,
    checked: async () => {},
    spendLimits:
      spendLimit === null ? NO_SPEND_LIMITS : { overall: { CNY: spendLimit }, accounts: {} },
    overLimit: async () => {},
    taskReports: { foreign() {}, undecided() {}, unclaimed() {} },
    uploads: NO_UPLOADS,
    storeFile: archive.connect(process),
    deliver: async () => null,
    probeMs: PROBE_MS,
    now,
    random: () => 0.5,
  });
}
