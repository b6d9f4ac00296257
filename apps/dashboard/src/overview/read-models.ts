import type { FindModel } from "@dashqueue/dashscope";
import { limitGroupOf } from "@dashqueue/dashscope";
import type {
  Failure,
  GenerationStore,
  HoldUp,
  LaneState,
  NextTries,
  NextTry,
  PausedBy,
  TaskDurations,
} from "@dashqueue/queue/internal";
import { lineEta, submitQueue } from "@dashqueue/queue/internal";

import type { ClosedLane } from "./alarms/closed-lane.ts";
import { closedLaneOf } from "./alarms/closed-lane.ts";
import type { PauseAuthor, PausePorts } from "./alarms/read-pauses.ts";
import { pauseAuthorOf } from "./alarms/read-pauses.ts";

/** A model that was used. */
export interface ModelState {
  readonly model: string;
  /** Whose limits it has: the models that share them share their lanes. */
  readonly group: string;
  /** One for each account. */
  readonly lanes: readonly LaneState[];
  readonly waiting: number;
  /** When the one that waits longest was accepted, epoch milliseconds. */
  readonly oldestAt: number | null;
  /** Why those wait that were refused or held back; null if all wait for a slot. */
  readonly failure: Failure | null;
  /** Since when all accounts refuse the model so, epoch milliseconds; null if that is unknown. */
  readonly failureSince: number | null;
  /** When it is tried again; null if it was not refused. */
  readonly nextTry: NextTry | null;
  readonly pausedBy: PausedBy | null;
  /** Who paused its queue; null if it is not paused, or if the audit log does not tell. */
  readonly pauseAuthor: PauseAuthor | null;
  /** Why its lanes are closed until they are checked; null if one of them is open. */
  readonly closed: ClosedLane | null;
  /** Whether a worker submits. */
  readonly hasWorker: boolean;
  /** When the last one that waits gets its slot, seconds; null if it cannot be estimated. */
  readonly eta: ReturnType<typeof lineEta>;
}

export interface ModelPorts extends Pick<PausePorts, "lastWrites"> {
  readonly store: Pick<GenerationStore, "count" | "models">;
  /** When the generation of a model was accepted that waits longest; null if none waits. */
  readonly oldestAt: (model: string) => Promise<number | null>;
  /** Why generations of a model wait that were refused or held back; null if there are none. */
  readonly heldBackBy: (model: string) => Promise<Failure | null>;
  readonly tries: Pick<NextTries, "of">;
  /** The lanes of a model, with their limits now. */
  readonly lanesOf: (model: string) => Promise<readonly LaneState[]>;
  /** How long the tasks of a model took lately. */
  readonly durationsOf: TaskDurations["of"];
  /** What an operator has paused a model with; null if it is not paused. */
  readonly pausedBy: (model: string) => Promise<PausedBy | null>;
  /** What holds up every create request of a model. */
  readonly holdUps: (model: string) => Promise<readonly HoldUp[]>;
  /** When Redis restarted or was found empty, epoch milliseconds; null if that is unknown. */
  readonly restartedAt: () => Promise<number | null>;
  readonly now: () => number;
  readonly findModel: FindModel;
}

/**
 * The models that wait, are in flight or are paused, the longest line first.
 *
 * @param hasWorker whether a worker submits
 */
export async function readModels(
  ports: ModelPorts,
  hasWorker: boolean,
): Promise<readonly ModelState[]> {
  const [models, writes, restartedAt] = await Promise.all([
    ports.store.models(),
    ports.lastWrites(),
    ports.restartedAt(),
  ]);
  const groups = new Map(models.map((model) => [limitGroupOf(model, ports.findModel), model]));
  const lanes = new Map(
    await Promise.all(
      [...groups].map(async ([group, model]) => [group, await ports.lanesOf(model)] as const),
    ),
  );
  const states = models.map((model) => {
    const group = limitGroupOf(model, ports.findModel);
    const shared = { group, lanes: lanes.get(group) ?? [], hasWorker, writes, restartedAt };
    return modelState(model, shared, ports);
  });
  return (await Promise.all(states)).filter(isInUse).toSorted(byWaiting);
}

function isInUse({ waiting, lanes, pausedBy }: ModelState): boolean {
  return waiting > 0 || pausedBy !== null || lanes.some(({ inFlight }) => inFlight > 0);
}

function byWaiting(one: ModelState, other: ModelState): number {
  return other.waiting - one.waiting || (one.model < other.model ? -1 : 1);
}

/** What was read for all models. */
interface Shared extends Pick<ModelState, "group" | "lanes" | "hasWorker"> {
  readonly writes: Awaited<ReturnType<ModelPorts["lastWrites"]>>;
  readonly restartedAt: number | null;
}

async function modelState(
  model: string,
  { group, lanes, hasWorker, writes, restartedAt }: Shared,
  ports: ModelPorts,
): Promise<ModelState> {
  const { store, oldestAt, heldBackBy, tries, pausedBy, durationsOf } = ports;
  const [waiting, oldest, failure, nextTry, paused, holdUps, durations] = await Promise.all([
    store.count({ status: "queued", model }),
    oldestAt(model),
    heldBackBy(model),
    tries.of("model", model),
    pausedBy(model),
    ports.holdUps(model),
    durationsOf(model),
  ]);
  const closed = closedLaneOf(holdUps, restartedAt, ports.now());
  const failureSince = holdUps.find(({ kind }) => kind === failure?.kind)?.since ?? null;
  const isHeld = !hasWorker || paused !== null || failure !== null || closed !== null;
  const eta = waiting === 0 || isHeld ? null : lineEta(waiting, lanes, durations);
  const pauseAuthor = paused === "queue" ? pauseAuthorOf(submitQueue(model), writes) : null;
  const held = { hasWorker, failure, failureSince, nextTry, pausedBy: paused, pauseAuthor, closed };
  return { model, group, lanes, waiting, oldestAt: oldest, ...held, eta };
}
