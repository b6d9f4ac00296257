import type { CancelAnswer, Task, TaskAnswer } from "@dashqueue/dashscope";
import type { Failure, Running, Submitting, Uncertain } from "@dashqueue/queue/internal";
import { deadlinesOf, pendingClaim, TASK_LIFE_MS } from "@dashqueue/queue/internal";

import type { LookEarlyPorts } from "../early-looks/look-early.ts";
import { lookEarly } from "../early-looks/look-early.ts";
import type { Outcome } from "../outcome.ts";
import { afterChange, wait } from "../outcome.ts";
import type { ClaimPorts } from "../resolving/check-claim.ts";
import { checkClaim } from "../resolving/check-claim.ts";
import { isOtherPrompt, promptOf, shownPrompt } from "../settling/prompts.ts";
import { settle } from "../settling/settle.ts";

export interface PollPorts extends ClaimPorts, LookEarlyPorts {
  /** Reads the task, in turn with all other queries of the account (G8). */
  readTask(generation: Running, signal: AbortSignal): Promise<TaskAnswer>;
  /** Asks the provider to cancel the task, in turn as well. */
  cancelTask(generation: Running, signal: AbortSignal): Promise<CancelAnswer>;
  /** Delay until the next read, with or without callbacks. */
  paceMs(running: Running, now: number): number;
  /** Learns how long a task took; `endedAt` is the provider's time, if known. */
  learn(running: Running, endedAt: number | null): void;
  /** Whether a callback or a sweep of the task list reported that this task has ended. */
  hinted(running: Running): Promise<boolean>;
  /**
   * Called when a task had ended and nothing had reported it; `endedAt` is the provider's time, if
   * known.
   */
  unreported(running: Running, endedAt: number | null): Promise<void>;
}

/**
 * Reads the task until it has ended: running → archiving, failed, canceled, or queued again.
 *
 * This job is also the watchdog of a create request: one that no worker waits for any longer
 * becomes `uncertain` and is settled (G1).
 */
export async function poll(
  generation: Submitting | Uncertain | Running,
  ports: PollPorts,
  signal: AbortSignal,
): Promise<Outcome> {
  switch (generation.status) {
    case "submitting":
      return watch(generation, ports, signal);
    case "uncertain":
      return settleOrCheck(generation, ports, signal);
    case "running":
      return generation.cancel === "requested"
        ? cancel(generation, ports, signal)
        : read(generation, ports, signal);
  }
}

/** What a person found out comes first; without an answer of the provider, the list decides. */
async function settleOrCheck(
  uncertain: Uncertain,
  ports: PollPorts,
  signal: AbortSignal,
): Promise<Outcome> {
  const claim = pendingClaim(uncertain);
  const checked = claim && (await checkClaim(uncertain, claim, ports, signal));
  if (checked !== null) return checked;
  const { listedBy } = deadlinesOf(uncertain.attempt, ports.waits);
  return ports.now() < listedBy
    ? lookEarly(uncertain, ports, signal)
    : settle(uncertain, ports, signal);
}

/** The worker may have died, or still wait for the answer. */
async function watch(
  submitting: Submitting,
  ports: PollPorts,
  signal: AbortSignal,
): Promise<Outcome> {
  const { answerBy } = deadlinesOf(submitting.attempt, ports.waits);
  if (ports.now() < answerBy) return lookEarly(submitting, ports, signal);
  return afterChange(
    await ports.record(submitting, { kind: "attempt-orphaned", attempt: submitting.attempts }),
  );
}

async function read(running: Running, ports: PollPorts, signal: AbortSignal): Promise<Outcome> {
  const answer = await ports.readTask(running, signal);
  if (signal.aborted) return { kind: "hand-back" };
  const retryMs = ports.paceMs(running, ports.now());
  const isOverdue = ports.now() - running.task.submittedAt > TASK_LIFE_MS;
  switch (answer.kind) {
    case "task":
      if (isOverdue && answer.task.status === "UNRECOGNIZED")
        return afterChange(await ports.record(running, { kind: "task-lost", failure: LOST }));
      return observe(running, answer.task, retryMs, ports);
    case "unavailable":
      return wait(Math.max(answer.retryAfterMs ?? 0, retryMs), answer.failure.message);
    case "refused":
      return wait(retryMs, answer.failure.message);
  }
}

/** A report decides when a task is read, never what is recorded (G4). */
async function observe(
  running: Running,
  task: Task,
  retryMs: number,
  ports: PollPorts,
): Promise<Outcome> {
  if (isForeign(running, task)) {
    await ports.notExclusive(running.attempt.account, `task ${task.id} shows another prompt`);
    return afterChange(await ports.record(running, { kind: "task-foreign", failure: FOREIGN }));
  }
  const outcome = afterChange(await ports.record(running, { kind: "task-read", task }));
  const endedAt = task.status === "SUCCEEDED" ? task.endedAt : null;
  if (task.status === "SUCCEEDED") ports.learn(running, endedAt);
  // Checked after the read, so that a report that arrives from now on causes another read.
  const hinted = await ports.hinted(running);
  // DashScope's documentation does not say whether it calls back after a cancel.
  if (!hinted && (task.status === "SUCCEEDED" || task.status === "FAILED"))
    await ports.unreported(running, endedAt);
  const isStillRunning = outcome.kind === "advance" && outcome.generation.status === "running";
  return hinted && isStillRunning
    ? wait(retryMs, "the task was reported to have ended, but it has not")
    : outcome;
}

/** A task that was presumed to be ours, but shows the prompt of another system. */
function isForeign(running: Running, task: Task): boolean {
  return (
    running.task.isPresumed === true &&
    task.status === "SUCCEEDED" &&
    isOtherPrompt(promptOf(running), shownPrompt(task.origPrompt))
  );
}

async function cancel(running: Running, ports: PollPorts, signal: AbortSignal): Promise<Outcome> {
  const answer = await ports.cancelTask(running, signal);
  if (signal.aborted && answer.kind === "unavailable") return { kind: "hand-back" };
  switch (answer.kind) {
    case "canceled":
      return afterChange(await ports.record(running, { kind: "cancel-answered", confirmed: true }));
    case "refused":
      return afterChange(
        await ports.record(running, { kind: "cancel-answered", confirmed: false }),
      );
    case "unavailable":
      // The task continues in the meantime, and its result must not be missed.
      return read(running, ports, signal);
  }
}

/** After a day the provider deletes a task, even one that succeeded and was charged. */
const LOST: Failure = {
  kind: "expired",
  code: "",
  message: "the provider has deleted the task, and its outcome was never read",
  requestId: null,
  charged: null,
};

const FOREIGN: Failure = {
  kind: "unresolved",
  code: "",
  message:
    "the answer to the create request was lost, and the task that was adopted for it shows another prompt: another system uses the account, although it is declared as exclusive",
  requestId: null,
  charged: null,
};
