import type { FindModel, TaskRow } from "@dashqueue/dashscope";
import type {
  Change,
  Changed,
  CreateWaits,
  Generation,
  ServerChange,
  Submitting,
  Uncertain,
} from "@dashqueue/queue/internal";
import { deadlinesOf, LIST_NOT_READ, nextLookMs } from "@dashqueue/queue/internal";

import type { Place } from "../accounts/accounts.ts";
import { listedModelOf, placeOfTask } from "../accounts/accounts.ts";
import { CLOCK_ERROR_MS } from "../accounts/provider-clocks.ts";
import type { ListedTasks, TaskFilter, TaskList } from "../accounts/task-list.ts";
import { unreadText } from "../accounts/task-list.ts";
import type { Outcome } from "../outcome.ts";
import { afterChange } from "../outcome.ts";
import { CLOCK_SKEW_MS } from "../settling/candidates.ts";
import { identityOf } from "../settling/prompts.ts";
import { certainTask } from "./certain-task.ts";
import { areClocksCompared, attemptsKnownSince } from "./exclusivity.ts";
import type { Maker } from "./makers.ts";
import { makersOf } from "./makers.ts";
import { unexplainedTask } from "./unexplained-task.ts";

export interface LookEarlyPorts {
  /** Lists the account's tasks, page by page, each in turn (G8). */
  listTasks(place: Place, filter: TaskFilter, signal: AbortSignal): Promise<TaskList>;
  /** Returns the owner of each task, null where no generation owns it, in the same order. */
  ownersOf(taskIds: readonly string[]): Promise<readonly (string | null)[]>;
  /** Returns every generation with an attempt that may have made a task that it does not have. */
  generationsWithLostTask(): Promise<readonly Generation[]>;
  /** How far the provider's clock is ahead of the shared one, milliseconds; null if unknown. */
  clockAheadMs(place: Place, signal: AbortSignal): Promise<number | null>;
  /** Since when only this installation uses the account; null if others may. */
  exclusiveSince(account: string): Promise<number | null>;
  /** Called when something shows that another system uses the account. */
  notExclusive(account: string, contradiction: string): Promise<void>;
  /** Returns when Redis may have lost records; null if it is still the first server. */
  serverChange(): Promise<ServerChange | null>;
  record(generation: Generation, change: Change): Promise<Changed>;
  readonly findModel: FindModel;
  now(): number;
  readonly waits: CreateWaits;
}

/**
 * Looks for the task of a create request whose answer is missing, before its absence could be
 * proven: a task that is there needs no waiting. It adopts a task that is certainly the right one,
 * and concludes nothing from its absence (G1).
 *
 * A worker may still wait for the answer. It then names the adopted task, which changes nothing.
 */
export async function lookEarly(
  open: Submitting | Uncertain,
  ports: LookEarlyPorts,
  signal: AbortSignal,
): Promise<Outcome> {
  const { attempt } = open;
  const { account, begunAt } = attempt;
  const deadlines = deadlinesOf(attempt, ports.waits);
  const later = (reason: string, leastMs = 0): Outcome => {
    const now = ports.now();
    const until = open.status === "submitting" ? deadlines.answerBy : deadlines.listedBy;
    const delayMs = nextLookMs(open, ports.waits, now) ?? until - now;
    return { kind: "wait", delayMs: Math.max(0, leastMs, delayMs), reason };
  };
  const { requestId } = identityOf(open);
  const declaredSince = await ports.exclusiveSince(account);
  if (requestId === null && declaredSince === null)
    return later(`${LIST_NOT_READ}${UNIDENTIFIABLE}`);
  const filter = {
    models: [listedModelOf(open, ports.findModel)],
    from: begunAt - (declaredSince === null ? CLOCK_SKEW_MS : CLOCK_ERROR_MS),
    to: Infinity,
  };
  const list = await ports.listTasks(placeOfTask(open), filter, signal);
  if (signal.aborted) return { kind: "hand-back" };
  if (list.kind === "unavailable") return later(unreadText(list.failure), list.retryAfterMs ?? 0);
  const { tasks, others, isExclusive } = await gatherEarlyEvidence(
    open,
    list,
    declaredSince,
    ports,
    signal,
  );
  const found = certainTask({ requestId, begunAt, deadlines, tasks, others, isExclusive });
  if (signal.aborted) return { kind: "hand-back" };
  if (found === null) return later(undecidedText(list.all.length));
  const { taskId, requestId: createdBy } = found.task;
  const adopted = { attempt: open.attempts, taskId, requestId: createdBy };
  const changed = await ports.record(open, {
    kind: "task-adopted",
    ...adopted,
    ...(found.isPresumed ? { isPresumed: true } : {}),
  });
  const isSettled = changed.kind !== "ignored" || changed.generation.status !== open.status;
  return isSettled ? afterChange(changed) : later(changed.reason);
}

const UNIDENTIFIABLE = "nothing could identify the task of a missing answer this early";

function undecidedText(count: number): string {
  return `the provider's task list was read (tasks: ${count}), and none is certainly its own yet`;
}

/** The provider deletes no task, and Redis forgets no attempt, that is younger than this. */
const SURELY_KNOWN_MS = 60 * 60_000;

/**
 * Finds the tasks that the create request may have made, the other attempts that may have made
 * them, and whether the account is still believed to be exclusive.
 *
 * The order matters: an attempt that made one of the listed tasks is open when attempts are read,
 * or owns its task when owners are read.
 */
async function gatherEarlyEvidence(
  open: Submitting | Uncertain,
  { rows, all }: ListedTasks,
  declaredSince: number | null,
  ports: LookEarlyPorts,
  signal: AbortSignal,
) {
  const { findModel, waits } = ports;
  const { account, begunAt } = open.attempt;
  const now = ports.now();
  const clockAheadMs = await ports.clockAheadMs(open.attempt, signal);
  const terms = { findModel, waits, clockAheadMs, now };
  const generations = await ports.generationsWithLostTask();
  const makers = generations.flatMap((other) => makersOf(other, terms));
  const others = makers.filter((maker) => !isOwn(maker, open));
  const owners = await ports.ownersOf(all.map(({ taskId }) => taskId));
  const unowned = new Set(all.filter((_, index) => owners[index] === null));
  const tasks = rows.filter((row) => unowned.has(row));
  if (declaredSince === null || !areClocksCompared(open.attempt, clockAheadMs))
    return { tasks, others, isExclusive: false };
  const knownSince = attemptsKnownSince(declaredSince, await ports.serverChange(), waits);
  const checkedSince = Math.max(knownSince + CLOCK_ERROR_MS, now - SURELY_KNOWN_MS);
  const unexplained = unexplainedTask([...unowned], makers, checkedSince);
  if (unexplained !== null) await ports.notExclusive(account, contradictionBy(unexplained));
  return { tasks, others, isExclusive: unexplained === null && begunAt >= knownSince };
}

function isOwn({ generationId, begunAt }: Maker, { id, attempt }: Submitting | Uncertain): boolean {
  return generationId === id && begunAt === attempt.begunAt;
}

function contradictionBy({ taskId, model }: TaskRow): string {
  return `no create request of dashqueue explains task ${taskId} of ${model ?? "an unknown model"}`;
}
