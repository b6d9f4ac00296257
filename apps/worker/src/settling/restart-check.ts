import type { FindModel } from "@dashqueue/dashscope";
import { isSameModel, modelsInGroup } from "@dashqueue/dashscope";
import type {
  Change,
  Changed,
  ClosedUntil,
  Failure,
  Generation,
  Lane,
  Queued,
  ServerChange,
} from "@dashqueue/queue/internal";
import { laneOf, nextLane, TASK_RETENTION_MS } from "@dashqueue/queue/internal";

import { listedModelOf } from "../accounts/accounts.ts";
import { sleep } from "../sleep.ts";
import { CLOCK_SKEW_MS } from "./candidates.ts";
import { explain } from "./explain.ts";
import type { FindTasksPorts } from "./find-tasks.ts";
import { findTasks } from "./find-tasks.ts";
import { UNWITNESSED_FACTOR } from "./proof.ts";
import { suspectOf } from "./suspect.ts";
import type { TaskReports } from "./task-reports.ts";

export interface RestartCheckPorts extends FindTasksPorts {
  readonly findModel: FindModel;
  /** Returns the generations that may need a task, now or later. */
  generationsThatMayBuy(): Promise<readonly Generation[]>;
  record(id: string, change: Change): Promise<Changed>;
  /** Returns when Redis may have lost records; null if it is still the first server. */
  serverChange(): Promise<ServerChange | null>;
  /** Whether no generation ever ended in this installation: its archive is empty. */
  isNew(): Promise<boolean>;
  /** Records whether the list shows a task. Returns since when it shows none; null if it does. */
  sawList(at: number, isEmpty: boolean): Promise<number | null>;
  /** Says why the lanes stay closed, and until when at least. Returns whether that is news. */
  closeUnchecked(lanes: readonly Lane[], closed: ClosedUntil): Promise<boolean>;
  /** Lets the lane admit generations again; with `to`, only those that were accepted until then. */
  checked(lane: Lane, since: number, to: number | null): Promise<void>;
  readonly reports: FindTasksPorts["reports"] & Pick<TaskReports, "foreign" | "closed" | "emptied">;
}

/** The caller asks the lane again after this at the latest. */
const MAX_WAIT_MS = 5_000;

/**
 * Compares the provider's tasks of a lane's models, on every account, with our records. It runs
 * before the first create request after Redis restarted, failed over or was found empty, because
 * Redis may have forgotten a task that was bought (G1, G9).
 *
 * One call makes one step; the door calls again until the lanes are open. The create requests that
 * were in flight get `createMs` to end, and the provider's list gets `reconcileMs` to show their
 * tasks. What could be ours is not bought: until every such task is identified, the lanes stay
 * closed.
 */
export async function checkAfterRestart(
  queued: Queued,
  ports: RestartCheckPorts,
  signal: AbortSignal,
): Promise<void> {
  const change = await ports.serverChange();
  if (change === null) return;
  const { since, emptiedAt } = change;
  const isEmpty = emptiedAt === since;
  const { findModel } = ports;
  const { model } = queued.request;
  const lanes = ports.places.map(({ account }) => nextLane(queued, account, findModel));
  const models = modelsOf([laneOf("", model, findModel), ...lanes]);
  const open = async (to: number | null) => {
    for (const lane of lanes) await ports.checked(lane, since, to);
  };
  const stayClosed = async (why: string, waitMs: number, until?: number) => {
    const closed = { ...UNCHECKED, message: why, until };
    if (await ports.closeUnchecked(lanes, closed)) ports.reports.closed(models, why);
    return sleep(Math.min(waitMs, MAX_WAIT_MS), signal);
  };
  const startedAt = ports.now();
  // The provider has deleted everything that Redis could have forgotten.
  if (startedAt - since > TASK_RETENTION_MS) return open(null);
  // A new installation has lost nothing.
  const isFirstUse = isEmpty && !change.wasInUse && (await ports.isNew());
  if (emptiedAt !== null && !isFirstUse) ports.reports.emptied(emptiedAt);

  const lateMs = ports.waits.createMs + CLOCK_SKEW_MS;
  const to = since + lateMs;
  const found = await findTasks(models, { from: startedAt - TASK_RETENTION_MS, to }, ports, signal);
  if (signal.aborted) return;
  if (found.kind === "unavailable")
    return stayClosed(`the provider's tasks cannot be listed: ${found.message}`, MAX_WAIT_MS);
  const emptySince = isEmpty ? await ports.sawList(startedAt, found.seen === 0) : null;
  const waitMs =
    isFirstUse && emptySince !== null ? 0 : shownAfterMs(change, emptySince !== null, ports.waits);
  const until = (emptySince ?? since) + waitMs;
  const earlyMs = until - startedAt;
  if (earlyMs > 0) return stayClosed(whyEarly(change, until), earlyMs, until);
  const waiting = await ports.generationsThatMayBuy();
  if (signal.aborted) return;
  // Requests that were in flight when Redis was emptied made their tasks until then.
  const orUntil = emptiedAt === null ? null : emptiedAt + lateMs;
  const suspects = waiting
    .toSorted((one, other) => one.createdAt - other.createdAt)
    .map((generation) => suspectOf(generation, listedModelOf(generation, findModel), orUntil))
    .filter((suspect) => models.some((name) => isSameModel(name, suspect.model)));
  const { recovered, undecided, foreign } = explain(found.tasks, suspects);
  for (const { generationId, candidate } of recovered) {
    const { taskId, requestId, createdAt, place } = candidate;
    const lane = laneOf(place.account, model, findModel).model;
    const begun = { ...place, lane, begunAt: createdAt ?? since };
    await ports.record(generationId, { kind: "task-recovered", begun, taskId, requestId });
  }
  if (undecided.length > 0)
    return stayClosed(
      `unowned tasks may belong to waiting generations, but cannot be identified yet: ${idsOf(undecided)}. They may be charged, so nothing is submitted until they are identified. If they belong to another system, run \`npm run recover -- --disown\`.`,
      ports.waits.reconcileMs,
    );
  if (foreign.length > 0) ports.reports.foreign(models, foreign);
  // Callers of an emptied Redis may repeat a request whose task is among those.
  await open(emptiedAt !== null && foreign.length > 0 ? startedAt : null);
}

/**
 * How long it takes until the provider's list shows every task that Redis may have forgotten. If no
 * live process has used an empty Redis before, no create request is in flight. Otherwise an empty
 * list has to stay empty much longer, because nothing shows that it is right.
 */
function shownAfterMs(
  { since, emptiedAt, wasInUse }: ServerChange,
  isListEmpty: boolean,
  { createMs, reconcileMs }: RestartCheckPorts["waits"],
): number {
  if (emptiedAt === since && !wasInUse) return reconcileMs;
  return createMs + (isListEmpty ? UNWITNESSED_FACTOR : 1) * reconcileMs;
}

function whyEarly({ since, emptiedAt, wasInUse }: ServerChange, until: number): string {
  const [from, to] = [since, until].map((at) => new Date(at).toISOString());
  const emptied = wasInUse
    ? "Redis was emptied while it was in use, as seen"
    : "Redis was empty when dashqueue first used it,";
  const what = emptiedAt === since ? emptied : "Redis restarted";
  return `${what} at ${from}: before the next create request of a model, its tasks at the provider are compared, not before ${to}, when the provider lists all of them`;
}

const UNCHECKED: Failure = {
  kind: "unchecked",
  code: "",
  message: "",
  requestId: null,
  charged: null,
};

const MOST_IDS = 5;

function idsOf(tasks: readonly { readonly taskId: string }[]): string {
  const named = tasks.slice(0, MOST_IDS).map(({ taskId }) => taskId);
  return [...named, ...(tasks.length > MOST_IDS ? [`${tasks.length - MOST_IDS} more`] : [])].join(
    ", ",
  );
}

/**
 * The models whose tasks must be compared before these lanes open: those that share the limits of
 * the waiting one, and those of a lane that the waiting one kept when a release regrouped it.
 */
function modelsOf(lanes: readonly Lane[]): readonly string[] {
  return [...new Set(lanes.flatMap(({ model: group }) => modelsInGroup(group)))];
}
