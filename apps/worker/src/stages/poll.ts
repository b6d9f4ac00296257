import type { CancelAnswer, Task, TaskAnswer } from "@dashqueue/dashscope";
import type { Change, Failure, Running, Submitting, Uncertain } from "@dashqueue/queue/internal";
import { TASK_LIFE_MS } from "@dashqueue/queue/internal";

import type { Outcome } from "../outcome.ts";
import type { SettlePorts } from "../settling/settle.ts";
import { settle } from "../settling/settle.ts";

export interface PollPorts extends SettlePorts {
  /** Asks the provider for the task, in turn with all other queries of the account (G8). */
  readTask(generation: Running, signal: AbortSignal): Promise<TaskAnswer>;
  /** Asks the provider to cancel the task, in the same turn. */
  cancelTask(generation: Running, signal: AbortSignal): Promise<CancelAnswer>;
  /** Until the task is asked about again that gave no answer, or that is said to have ended and has not: its model's own pace. */
  pollMs(running: Running, now: number): number;
  /** Whether the provider said lately that this task has ended. Never, where it tells nothing. */
  hinted(taskId: string): Promise<boolean>;
  /** A task has ended, and the provider should have told, but did not. */
  callbackMissed(): void;
}

/**
 * Asks until the task has ended: running → archiving, failed or canceled; else the same job again, later.
 *
 * It is also the watchdog of a create: one that nobody answers for becomes `uncertain`, and is looked for (G1).
 */
export async function poll(
  generation: Submitting | Uncertain | Running,
  ports: PollPorts,
  signal: AbortSignal,
): Promise<Outcome> {
  switch (generation.status) {
    case "submitting":
      return watch(generation, ports);
    case "uncertain":
      return settle(generation, ports, signal);
    case "running":
      return generation.cancel === "requested"
        ? cancel(generation, ports, signal)
        : ask(generation, ports, signal);
  }
}

async function watch(submitting: Submitting, ports: PollPorts): Promise<Outcome> {
  const leftMs = submitting.attempt.begunAt + ports.createMs - ports.now();
  if (leftMs > 0) return wait(leftMs, "the create is on its way");
  return record(submitting.id, { kind: "attempt-orphaned", attempt: submitting.attempts }, ports);
}

async function ask(running: Running, ports: PollPorts, signal: AbortSignal): Promise<Outcome> {
  const answer = await ports.readTask(running, signal);
  if (signal.aborted) return { kind: "hand-back" };
  const againMs = ports.pollMs(running, ports.now());
  const overdue = ports.now() - running.task.submittedAt > TASK_LIFE_MS;
  switch (answer.kind) {
    case "task":
      if (overdue && answer.task.status === "UNRECOGNIZED")
        return record(running.id, { kind: "task-lost", failure: LOST }, ports);
      return observe(running, answer.task, againMs, ports);
    case "unavailable":
      // It says nothing about the task.
      return wait(Math.max(answer.retryAfterMs ?? 0, againMs), answer.failure.message);
    case "refused":
      return wait(againMs, answer.failure.message);
  }
}

/** The provider's word that the task has ended decides when it is looked at, never what it is. */
async function observe(
  running: Running,
  task: Task,
  againMs: number,
  ports: PollPorts,
): Promise<Outcome> {
  const outcome = await record(running.id, { kind: "task-read", task }, ports);
  // After the read: whatever is said from now on is newer than what was seen.
  const hinted = await ports.hinted(running.task.id);
  // Whether a cancel is told of, DashScope's documentation does not say.
  if (!hinted && (task.status === "SUCCEEDED" || task.status === "FAILED")) ports.callbackMissed();
  const goesOn = outcome.kind === "advance" && outcome.generation.status === "running";
  return hinted && goesOn ? wait(againMs, "it is said to have ended, and has not") : outcome;
}

async function cancel(running: Running, ports: PollPorts, signal: AbortSignal): Promise<Outcome> {
  const answer = await ports.cancelTask(running, signal);
  if (signal.aborted && answer.kind === "unavailable") return { kind: "hand-back" };
  switch (answer.kind) {
    case "canceled":
      return record(running.id, { kind: "cancel-answered", confirmed: true }, ports);
    case "refused":
      return record(running.id, { kind: "cancel-answered", confirmed: false }, ports);
    case "unavailable":
      // Whatever becomes of the cancel, the task goes on, and its result must not be missed.
      return ask(running, ports, signal);
  }
}

async function record(id: string, change: Change, ports: PollPorts): Promise<Outcome> {
  const changed = await ports.record(id, change);
  return changed.kind === "missing"
    ? { kind: "fail", failure: { ...LOST, message: "the record was deleted" } }
    : { kind: "advance", generation: changed.generation };
}

function wait(delayMs: number, reason: string): Outcome {
  return { kind: "wait", delayMs, reason };
}

/** After a day the provider forgets a task, also one that succeeded and was charged. */
const LOST: Failure = {
  kind: "expired",
  code: "",
  message: "the provider no longer knows the task, and nobody saw how it ended",
  requestId: null,
  charged: null,
};
