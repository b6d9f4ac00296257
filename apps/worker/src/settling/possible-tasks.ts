import type { FindModel } from "@dashqueue/dashscope";
import type { CreateWaits, KnownTask, Uncertain } from "@dashqueue/queue/internal";
import { deadlinesOf } from "@dashqueue/queue/internal";

import type { Place } from "../accounts/accounts.ts";
import { listedModelOf, placeOfTask } from "../accounts/accounts.ts";
import { CLOCK_JUMP_MS } from "../accounts/provider-clocks.ts";
import type { TaskFilter, TaskList, Unavailable } from "../accounts/task-list.ts";
import type { Candidate, CandidatePorts } from "./candidates.ts";
import { candidatesOf, CLOCK_SKEW_MS, isLate } from "./candidates.ts";
import { identifies, identityOf } from "./prompts.ts";
import type { Look } from "./proof.ts";
import { clockJumpMs, witnessesOf } from "./proof.ts";
import type { TaskReports } from "./task-reports.ts";

export interface PossibleTasksPorts extends CandidatePorts {
  /** Lists the account's tasks, page by page, each in turn (G8). */
  listTasks(place: Place, filter: TaskFilter, signal: AbortSignal): Promise<TaskList>;
  readonly findModel: FindModel;
  /** The newest tasks of the account that generations own. */
  knownTasks(place: Place): Promise<readonly KnownTask[]>;
  /** How far the provider's clock is ahead of the shared one, milliseconds; null if unknown. */
  clockAheadMs(place: Place, signal: AbortSignal): Promise<number | null>;
  now(): number;
  /** Apply to an attempt of an earlier version; `reconcileMs` also to the list. */
  readonly waits: CreateWaits;
  readonly reports: Pick<TaskReports, "listed" | "unlisted">;
}

/** The tasks that a lost create request may have created, and what the list was checked by. */
export interface PossibleTasks extends Look {
  readonly kind: "tasks";
  readonly candidates: readonly Candidate[];
}

/** A task that appears this long after its create request is still found, by its prompt or id. */
export const LATE_MS = 30 * 60_000;

/** Lists the tasks that a lost create request may have created. */
export async function possibleTasks(
  uncertain: Uncertain,
  ports: PossibleTasksPorts,
  signal: AbortSignal,
): Promise<Unavailable | PossibleTasks> {
  const { attempt } = uncertain;
  const deadlines = deadlinesOf(attempt, ports.waits);
  const { reconcileMs } = ports.waits;
  const known = await ports.knownTasks(attempt);
  const witnesses = witnessesOf(known, attempt, { now: ports.now(), reconcileMs });
  const filter = {
    models: [listedModelOf(uncertain, ports.findModel)],
    // As far back as the list has to be checked.
    from: Math.min(attempt.begunAt, ...witnesses.map(({ begunAt }) => begunAt)) - CLOCK_SKEW_MS,
    to: deadlines.answerBy + CLOCK_SKEW_MS + LATE_MS,
  };
  const place = placeOfTask(uncertain);
  let list = await ports.listTasks(place, filter, signal);
  // Measured by the answer. If a clock was set, the task seems to be that much older or younger.
  const clockAheadMs = await ports.clockAheadMs(attempt, signal);
  const jumpMs = Math.abs(clockJumpMs(attempt, clockAheadMs) ?? 0);
  if (list.kind === "rows" && jumpMs > CLOCK_JUMP_MS) {
    const wider = { ...filter, from: filter.from - jumpMs, to: filter.to + jumpMs };
    list = await ports.listTasks(place, wider, signal);
  }
  if (list.kind === "unavailable") {
    if (!signal.aborted) ports.reports.unlisted(attempt, list.failure);
    return list;
  }
  ports.reports.listed(attempt);
  const rows = list.rows.filter(isSince(attempt.begunAt - CLOCK_SKEW_MS - jumpMs));
  const found = await candidatesOf(place, rows, ports, signal);
  const identity = identityOf(uncertain);
  // A late task counts only if something identifies it.
  const candidates = found.filter((task) => !isLate(task, deadlines) || identifies(identity, task));
  return { kind: "tasks", candidates, seen: list.seen, witnesses, clockAheadMs };
}

function isSince(at: number) {
  return ({ createdAt }: { readonly createdAt: number | null }) =>
    createdAt === null || createdAt >= at;
}
