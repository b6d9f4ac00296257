import type {
  Archiving,
  Delays,
  Generation,
  GenerationStore,
  Lane,
  LaneLimits,
  Queued,
  Queues,
  Running,
  Stage,
  Status,
  Submitting,
  Uncertain,
} from "@dashqueue/queue";
import { isTerminal, jobOf, laneName } from "@dashqueue/queue";

import type { Bell } from "./bell.ts";
import { enter } from "./door.ts";
import type { LaneReaction } from "./lane-reaction.ts";
import type { Provider } from "./provider.ts";
import type { RestartCheckPorts } from "./restart-check.ts";
import { checkAfterRestart } from "./restart-check.ts";
import type { StageRun } from "./run-stage.ts";
import type { ArchivePorts } from "./stages/archive.ts";
import { archive } from "./stages/archive.ts";
import type { NotifyPorts } from "./stages/notify.ts";
import { notify } from "./stages/notify.ts";
import { poll } from "./stages/poll.ts";
import type { SubmitPorts } from "./stages/submit.ts";
import { submit } from "./stages/submit.ts";
import type { TaskReports } from "./task-reports.ts";

export interface PipelinePorts {
  readonly account: string;
  readonly baseUrl: string;
  readonly store: GenerationStore;
  readonly queues: Queues;
  readonly provider: Provider;
  readonly delays: Delays;
  readonly bell: Bell;
  laneLimits(model: string): LaneLimits;
  react(lane: Lane, reaction: LaneReaction): Promise<void>;
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
    submit: define("submit", isQueued, (generation, { signal }) => {
      const lane = { account: ports.account, model: generation.request.model };
      return submit(generation, submitPortsOf(lane, ports), signal);
    }),
    poll: define("poll", isInFlight, (generation, { signal }) =>
      poll(
        generation,
        {
          ...provider,
          ownersOf: store.ownersOf,
          openAttempts: ({ request: { model } }) => allOf(store, model, ["submitting", "uncertain"]),
          record,
          now,
          ...delays,
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

function submitPortsOf(lane: Lane, ports: PipelinePorts): SubmitPorts {
  const { store, queues, provider, delays } = ports;
  const at = { lane, baseUrl: ports.baseUrl, limits: ports.laneLimits(lane.model) };
  const door = {
    begin: ({ id }: Queued) => store.begin(id, at),
    check: (signal: AbortSignal) => checkAfterRestart(restartCheckOf(lane, ports), signal),
    bell: ports.bell,
    lane: laneName(lane),
  };
  return {
    enter: (queued, signal) => enter(queued, door, signal),
    watch: async (submitting) => {
      const job = jobOf(submitting, delays, ports.now());
      if (job !== null) await queues.ensure(job);
    },
    create: provider.create,
    record: store.change,
    react: (reaction) => ports.react(lane, reaction),
    unclaimed: ports.taskReports.unclaimed,
    now: ports.now,
    sendWithinMs: delays.sendMs,
    random: ports.random,
  };
}

function restartCheckOf(lane: Lane, ports: PipelinePorts): RestartCheckPorts {
  const { provider, store, baseUrl } = ports;
  const place = { model: lane.model, baseUrl };
  return {
    listTasks: (window, signal) => provider.listTasks(place, window, signal),
    look: (taskId, signal) => provider.look(place, taskId, signal),
    ownersOf: store.ownersOf,
    openGenerations: () => allOf(store, lane.model, ["queued", "submitting", "uncertain"]),
    record: store.change,
    serverSince: ports.serverSince,
    checked: (since) => ports.checked(lane, since),
    report: (foreign) => ports.taskReports.foreign(lane, foreign),
    waitsFor: (undecided) => ports.taskReports.undecided(lane, undecided),
    where: { account: lane.account, baseUrl },
    now: ports.now,
    reconcileMs: ports.delays.reconcileMs,
  };
}

const PAGE = 1_000;

/** All generations of a model in these statuses. */
async function allOf(
  store: GenerationStore,
  model: string,
  statuses: readonly Status[],
): Promise<Generation[]> {
  const found: Generation[] = [];
  for (const status of statuses) {
    let page: readonly Generation[] = [];
    do {
      page = await store.list({ status, model, limit: PAGE, after: page.at(-1)?.id });
      found.push(...page);
    } while (page.length === PAGE);
  }
  return found;
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
