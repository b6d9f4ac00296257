import type { FindModel } from "@dashqueue/dashscope";
import { modelsSharing } from "@dashqueue/dashscope";
import type {
  AccountModel,
  Archiving,
  Delays,
  Generation,
  GenerationStore,
  Lane,
  LaneLimits,
  Queued,
  Queues,
  Running,
  SpendLimits,
  Stage,
  Submitting,
  Uncertain,
} from "@dashqueue/queue";
import { isTerminal, jobOf, laneName, laneOf } from "@dashqueue/queue";

import type { Account } from "./accounts.ts";
import { accountsFor, placeOf } from "./accounts.ts";
import type { Bell } from "./bell.ts";
import type { DoorLane, DoorPorts } from "./door.ts";
import { enter } from "./door.ts";
import type { LaneReaction } from "./lane-reaction.ts";
import { openAttempts, openGenerations } from "./open-generations.ts";
import type { Provider } from "./provider.ts";
import type { RestartCheckPorts } from "./restart-check.ts";
import { checkAfterRestart } from "./restart-check.ts";
import type { StageRun } from "./run-stage.ts";
import { isUnaffordable } from "./spend-notice.ts";
import type { ArchivePorts } from "./stages/archive.ts";
import { archive } from "./stages/archive.ts";
import type { NotifyPorts } from "./stages/notify.ts";
import { notify } from "./stages/notify.ts";
import type { PollPorts } from "./stages/poll.ts";
import { poll } from "./stages/poll.ts";
import type { SubmitPorts } from "./stages/submit.ts";
import { submit } from "./stages/submit.ts";
import type { TaskReports } from "./task-reports.ts";

export interface PipelinePorts {
  readonly accounts: readonly Account[];
  readonly findModel: FindModel;
  readonly store: GenerationStore;
  readonly queues: Queues;
  readonly provider: Provider;
  readonly delays: Delays;
  readonly bell: Bell;
  readonly callbacks: Pick<PollPorts, "pollMs" | "hinted" | "callbackMissed">;
  laneLimits(account: Account, model: string): LaneLimits;
  /** The most that may be spent on a day. */
  readonly spendLimits: SpendLimits;
  /** No create goes out in a lane, as the day's limit is reached. */
  overLimit(lane: Lane): Promise<void>;
  react(created: AccountModel, reaction: LaneReaction): Promise<void>;
  /** When Redis was first seen to be another server; null where it is not. */
  serverSince(): Promise<number | null>;
  /** Lets a lane admit creates again after Redis came back. */
  checked(lane: Lane, since: number): Promise<void>;
  readonly taskReports: TaskReports;
  readonly storeFile: ArchivePorts["store"];
  readonly deliver: NotifyPorts["deliver"];
  now(): number;
  random(): number;
}

/** The four stages with their ports, in the order that a generation goes through them. */
export function createPipeline(ports: PipelinePorts): { readonly [S in Stage]: StageRun<Generation> } {
  const { store, provider, delays, now } = ports;
  const record = store.change;

  return {
    submit: define("submit", isQueued, (generation, { signal }) =>
      submit(generation, submitPortsOf(ports), signal),
    ),
    poll: define("poll", isInFlight, (generation, { signal }) =>
      poll(
        generation,
        {
          ...provider,
          ownersOf: store.ownersOf,
          openAttempts: (uncertain) => openAttempts(store, uncertain),
          record,
          now,
          ...delays,
          ...ports.callbacks,
        },
        signal,
      ),
    ),
    archive: define("archive", isArchiving, (generation, { signal, tries }) =>
      archive(
        generation,
        { readTask: provider.readTask, store: ports.storeFile, record, now, tries },
        signal,
      ),
    ),
    notify: define("notify", isEnded, (generation, { signal }) =>
      notify(generation, { deliver: ports.deliver }, signal),
    ),
  };
}

function submitPortsOf(ports: PipelinePorts): SubmitPorts {
  const { store, queues, provider, delays } = ports;
  return {
    enter: (queued, signal) => enter(queued, doorOf(queued, ports), signal),
    watch: async (submitting) => {
      const job = jobOf(submitting, delays, ports.now());
      if (job !== null) await queues.ensure(job);
    },
    create: ({ attempt, request }) => provider.create(attempt, request),
    record: store.change,
    react: ({ attempt: { account }, request: { model } }, reaction) =>
      ports.react({ account, model }, reaction),
    unclaimed: ports.taskReports.unclaimed,
    now: ports.now,
    sendWithinMs: delays.sendMs,
    random: ports.random,
  };
}

/** The doors of all lanes that a generation may go through. */
function doorOf(queued: Queued, ports: PipelinePorts): DoorPorts {
  const { bell, accounts, spendLimits } = ports;
  return {
    bell,
    lanes: () =>
      accountsFor(queued, accounts, ports)
        .filter((account) => !isUnaffordable(queued, account, spendLimits))
        .map((account) => doorLaneOf(queued, account, ports)),
    check: (signal) => checkAfterRestart(restartCheckOf(queued.request.model, ports), signal),
  };
}

function doorLaneOf({ id, request: { model } }: Queued, account: Account, ports: PipelinePorts): DoorLane {
  const { store, laneLimits, spendLimits } = ports;
  const lane = laneOf(account.name, model);
  const at = { lane, baseUrl: account.baseUrl, limits: laneLimits(account, model), spendLimits };
  return {
    name: laneName(lane),
    async begin() {
      const begun = await store.begin(id, at);
      if (begun.kind === "over-limit") await ports.overLimit(lane);
      return begun;
    },
  };
}

function restartCheckOf(model: string, ports: PipelinePorts): RestartCheckPorts {
  const { provider, store, accounts, findModel } = ports;
  const models = modelsSharing(model);
  const lanes = accounts.map(({ name }) => laneOf(name, model));
  return {
    places: accounts.map(placeOf),
    models,
    listTasks: provider.listTasks,
    look: provider.look,
    ownersOf: store.ownersOf,
    sentAs: (id) => findModel(id)?.sentAs ?? id,
    openGenerations: () => openGenerations(store, models),
    record: store.change,
    serverSince: ports.serverSince,
    async checked(since) {
      for (const lane of lanes) await ports.checked(lane, since);
    },
    report: (foreign) => ports.taskReports.foreign(models, foreign),
    waitsFor: (undecided) => ports.taskReports.undecided(models, undecided),
    now: ports.now,
    reconcileMs: ports.delays.reconcileMs,
  };
}

/** A stage of its own kind of record, seen as a stage of any: `accepts` is asked before `run`. */
function define<G extends Generation>(
  stage: Stage,
  accepts: (generation: Generation) => generation is G,
  run: StageRun<G>["run"],
): StageRun<Generation> {
  return {
    stage,
    accepts: (generation): generation is Generation => accepts(generation),
    run: (generation, context) => {
      if (!accepts(generation))
        throw new Error(`${stage} was given a generation that is ${generation.status}`);
      return run(generation, context);
    },
  };
}

const isQueued = (generation: Generation): generation is Queued => generation.status === "queued";
const isInFlight = (generation: Generation): generation is Submitting | Uncertain | Running =>
  generation.status === "submitting" || generation.status === "uncertain" || generation.status === "running";
const isArchiving = (generation: Generation): generation is Archiving => generation.status === "archiving";
const isEnded = (generation: Generation): generation is Generation => isTerminal(generation.status);
