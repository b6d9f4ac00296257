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
  Submitting,
  Uncertain,
} from "@dashqueue/queue";
import { isTerminal, jobOf, laneName } from "@dashqueue/queue";

import type { Bell } from "./bell.ts";
import { enter } from "./door.ts";
import type { LaneReaction } from "./lane-reaction.ts";
import type { Provider } from "./provider.ts";
import type { StageRun } from "./run-stage.ts";
import type { ArchivePorts } from "./stages/archive.ts";
import { archive } from "./stages/archive.ts";
import type { NotifyPorts } from "./stages/notify.ts";
import { notify } from "./stages/notify.ts";
import { poll } from "./stages/poll.ts";
import { submit } from "./stages/submit.ts";

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
  readonly storeFile: ArchivePorts["store"];
  readonly deliver: NotifyPorts["deliver"];
  now(): number;
  random(): number;
}

/** The four stages with their ports, in the order that a generation goes through them. */
export function createPipeline(ports: PipelinePorts): { readonly [S in Stage]: StageRun<Generation> } {
  const { store, queues, provider, delays, now } = ports;
  const laneOf = (generation: Generation): Lane => ({
    account: ports.account,
    model: generation.request.model,
  });
  const record = store.change;
  const openAttempts = async ({ request: { model } }: Generation): Promise<readonly Generation[]> => {
    // A lane has as many as it has slots: a handful.
    const lists = ["submitting", "uncertain"] as const;
    return (await Promise.all(lists.map((status) => store.list({ status, model, limit: 1_000 })))).flat();
  };

  return {
    submit: define("submit", isQueued, (generation, { signal }) => {
      const lane = laneOf(generation);
      const at = { lane, baseUrl: ports.baseUrl, limits: ports.laneLimits(lane.model) };
      return submit(
        generation,
        {
          enter: (queued, signal) =>
            enter(
              queued,
              { begin: ({ id }) => store.begin(id, at), bell: ports.bell, lane: laneName(lane) },
              signal,
            ),
          watch: async (submitting) => {
            const job = jobOf(submitting, delays, now());
            if (job !== null) await queues.ensure(job);
          },
          create: provider.create,
          record,
          react: (reaction) => ports.react(lane, reaction),
          random: ports.random,
        },
        signal,
      );
    }),
    poll: define("poll", isInFlight, (generation, { signal }) =>
      poll(
        generation,
        { ...provider, ownersOf: store.ownersOf, openAttempts, record, now, ...delays },
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
  generation.status === "submitting" || generation.status === "uncertain" || generation.status === "running";
const isArchiving = (generation: Generation): generation is Archiving => generation.status === "archiving";
const isEnded = (generation: Generation): generation is Generation => isTerminal(generation.status);
