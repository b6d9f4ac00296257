import type { CreateAnswer, DashScopeClient } from "@dashqueue/dashscope";
import type { Change, Delays, GenerationStore, JobData, Keys, Queues, Stage } from "@dashqueue/queue";
import { createGenerationStore } from "@dashqueue/queue";
import type { Logger } from "@dashqueue/service";
import type { Job } from "bullmq";

import { createBell } from "../bell.ts";
import { laneLimitsOf } from "../limits.ts";
import { createPipeline } from "../pipeline.ts";
import { createProvider } from "../provider.ts";
import { createReactions } from "../reactions.ts";
import { repair } from "../repair.ts";
import { processorOf } from "../run-stage.ts";
import { createAccountGateModel } from "./account-gate-model.ts";
import type { ArchiveModel } from "./archive-model.ts";
import type { Flaw } from "./flaw.ts";
import type { ProviderModel } from "./provider-model.ts";
import { BASE_URL } from "./provider-model.ts";
import type { Lock, ModelJob, QueuesModel } from "./queues-model.ts";
import { delay, put } from "./queues-model.ts";
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
/** BullMQ tries a job again that threw. */
const BACKOFF_MS = 5_000;

const silent = { error() {}, warn() {}, info() {} } as unknown as Logger;

export function createWorkerModel(process: Process, ports: WorkerModelPorts): WorkerModel {
  const { scheduler, queues, redis, keys, delays, now, flaw } = ports;
  const closing = new AbortController();
  const running = new Set<ModelJob>();
  const bell = createBell();
  const jobs = queues.connect(process);
  const store = createGenerationStore(redis.connect(process), keys, now);
  const door = createDoor(store, { scheduler, process, closing: closing.signal, now });
  const pipeline = createPipelineOf(ports, { process, bell, jobs, store: { ...store, begin: door.begin, change: changeOf(store, flaw) } });
  const loop = { store, queues: jobs, delays, closing: closing.signal, now, observe() {} };
  let repairing = false;

  function take(job: ModelJob): void {
    running.add(job);
    const run = runJob(job, queues.lock(job, process), ports, processorOf(pipeline[job.stage], loop));
    void run.finally(() => running.delete(job));
  }

  const canTake = (job: ModelJob) =>
    !closing.signal.aborted &&
    !running.has(job) &&
    // One job at a time waits at a lane's door.
    (job.stage !== "submit" || ![...running].some(({ stage }) => stage === "submit"));

  function startRepair(): void {
    if (repairing || flaw === "no-repair") return;
    repairing = true;
    const work = repair(
      { store, queues: jobs, delays, now, retentionMs: null, repaired() {} },
      closing.signal,
    );
    void work.catch(() => {}).finally(() => (repairing = false));
  }

  return {
    process,
    moves: () => [
      ...(process.alive ? queues.ready().filter(canTake) : []).map((job) => ({
        label: `${process.name} takes ${job.id}`,
        weight: 6,
        run: () => take(job),
      })),
    ],
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
const LANE = `${ACCOUNT}:${MODEL}`;

interface DoorPorts {
  readonly scheduler: Scheduler;
  readonly process: Process;
  readonly closing: AbortSignal;
  now(): number;
}

/**
 * The real door waits with real timers. For a full lane its bell is rung here; where the lane or the account says how long to
 * wait, that wait is made here, as a step that virtual time makes possible, and the door asks once more.
 */
function createDoor(store: GenerationStore, { scheduler, process, closing, now }: DoorPorts) {
  let isFull = false;
  const begin: GenerationStore["begin"] = async (id, at) => {
    isFull = false;
    for (;;) {
      const begun = await store.begin(id, at);
      isFull = begun.kind === "full";
      if (begun.kind !== "too-soon" && begun.kind !== "paused") return begun;
      const dueAt = now() + begun.waitMs;
      const way = { label: "", effect: () => {} };
      const ways = () => (now() >= dueAt || closing.aborted ? [way] : []);
      await scheduler.choose(process, "has waited at the door", ways, { slow: true });
      if (closing.aborted) return { ...begun, waitMs: 0 };
    }
  };
  const moves = (ring: () => void): Move[] =>
    isFull && process.alive
      ? [{ label: `${process.name} is at the door again`, weight: 2, run: () => ((isFull = false), ring()) }]
      : [];
  return { begin, moves };
}

interface Connections {
  readonly process: Process;
  readonly bell: ReturnType<typeof createBell>;
  readonly jobs: Queues;
  readonly store: GenerationStore;
}

function createPipelineOf(ports: WorkerModelPorts, { process, jobs, ...connections }: Connections) {
  const { delays, now, provider, archive, maxInFlight, flaw } = ports;
  const client = withFlaw(provider.connect(process), flaw);
  const { react } = createReactions(
    createAccountGateModel(ports, process) as Parameters<typeof createReactions>[0],
    silent,
  );
  return createPipeline({
    ...connections,
    account: ACCOUNT,
    baseUrl: BASE_URL,
    queues: jobs,
    delays,
    provider: createProvider({
      client: () => client,
      baseUrl: BASE_URL,
      queryTurn: async () => {},
      refused: async () => {},
      createAnswered() {},
    }),
    laneLimits: () => laneLimitsOf({ submitsPerSecond: 2, maxInFlight }),
    react,
    storeFile: archive.connect(process),
    deliver: async () => null,
    now,
    random: () => 0.5,
  });
}

/** Looks twice at once instead of twice in a while. */
function changeOf({ change }: GenerationStore, flaw: Flaw | null): GenerationStore["change"] {
  if (flaw !== "one-look-proves") return change;
  return async (id, given: Change) => {
    if (given.kind !== "attempt-absent") return change(id, given);
    await change(id, given);
    return change(id, { ...given, provenAfterMs: 0 });
  };
}

function withFlaw(client: DashScopeClient, flaw: Flaw | null): DashScopeClient {
  if (flaw !== "unknown-is-not-sent") return client;
  const misread = (answer: CreateAnswer): CreateAnswer =>
    answer.kind === "unknown" ? { ...answer, kind: "not-sent" } : answer;
  return { ...client, create: async (request) => misread(await client.create(request)) };
}

/** What BullMQ's worker does around a processor, as far as it decides where the job goes. */
async function runJob(
  job: ModelJob,
  lock: Lock,
  { scheduler, queues, now }: WorkerModelPorts,
  process: ReturnType<typeof processorOf>,
): Promise<void> {
  const step = (label: string, effect: () => void) => scheduler.step(lock.process, `${label} ${job.id}`, effect);
  const whileLocked = (effect: () => void) => {
    if (queues.jobs.get(job.id)?.lock !== lock) throw new Error(`Missing lock for job ${job.id}`);
    effect();
  };
  const fake = {
    id: job.id,
    data: job.data satisfies JobData,
    attemptsStarted: job.attemptsStarted,
    log: async () => 1,
    async updateProgress() {
      if (!queues.jobs.has(job.id)) throw new Error(`Missing key for job ${job.id}`);
    },
    moveToDelayed: (at: number) => step("delays", () => whileLocked(() => delay(job, at, now()))),
    moveToWait: () => step("hands back", () => whileLocked(() => put(job, "waiting"))),
  };
  const end = (effect: () => void) => step("ends", () => whileLocked(effect)).catch(() => {});
  try {
    await process(fake as unknown as Job<JobData, unknown, Stage>, "token");
  } catch (error) {
    const { name } = error as Error;
    if (name === "DelayedError" || name === "WaitingError") return;
    await end(() => (name === "UnrecoverableError" ? put(job, "failed") : delay(job, now() + BACKOFF_MS, now())));
    return;
  }
  await end(() => put(job, "completed"));
}
