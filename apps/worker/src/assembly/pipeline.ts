import type { FindModel } from "@dashqueue/dashscope";
import type {
  Archiving,
  Delays,
  Generation,
  GenerationStore,
  Lane,
  LaneLimits,
  ModelInLane,
  Queued,
  Queues,
  Running,
  SpendLimits,
  Stage,
  Submitting,
  Uncertain,
  UploadPlaces,
  UploadStore,
} from "@dashqueue/queue/internal";
import { isTerminal } from "@dashqueue/queue/internal";

import type { Account } from "../accounts/accounts.ts";
import type { Bell } from "../lanes/bell.ts";
import type { LaneReaction } from "../lanes/lane-reaction.ts";
import { openAttempts } from "../settling/open-generations.ts";
import type { Provider } from "../accounts/provider.ts";
import type { StageRun } from "../loop/run-stage.ts";
import type { ArchivePorts } from "../stages/archive.ts";
import { archive } from "../stages/archive.ts";
import type { NotifyPorts } from "../stages/notify.ts";
import { notify } from "../stages/notify.ts";
import type { PollPorts } from "../stages/poll.ts";
import { poll } from "../stages/poll.ts";
import { submit } from "../stages/submit.ts";
import { submitPortsOf } from "./submit-ports.ts";
import type { TaskReports } from "../settling/task-reports.ts";

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
  react(created: ModelInLane, reaction: LaneReaction): Promise<void>;
  /** When Redis was first seen to be another server; null where it is not. */
  serverSince(): Promise<number | null>;
  /** Lets a lane admit creates again after Redis came back. */
  checked(lane: Lane, since: number): Promise<void>;
  readonly taskReports: TaskReports;
  /** The files that were handed in, and where they are at the provider. */
  readonly uploads: UploadPlaces & Pick<UploadStore, "use" | "open">;
  readonly storeFile: ArchivePorts["store"];
  readonly deliver: NotifyPorts["deliver"];
  /** Between two create requests that test whether a refusal still holds. */
  readonly probeMs: number;
  now(): number;
  random(): number;
}

/** The four stages with their ports, in the order that a generation goes through them. */
export function createPipeline(ports: PipelinePorts): {
  readonly [S in Stage]: StageRun<Generation>;
} {
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
  generation.status === "submitting" ||
  generation.status === "uncertain" ||
  generation.status === "running";
const isArchiving = (generation: Generation): generation is Archiving =>
  generation.status === "archiving";
const isEnded = (generation: Generation): generation is Generation => isTerminal(generation.status);
