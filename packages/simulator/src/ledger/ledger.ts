import { costOf, sumOf } from "./money.ts";
import { statusAt, type TaskStatus } from "../tasks/task-status.ts";
import type { Task } from "../tasks/task.ts";
import { madeImages } from "./usage.ts";

/** One accepted create: what it would cost, and what it did. */
export type LedgerEntry = {
  readonly taskId: string;
  readonly requestId: string;
  readonly account: string;
  readonly model: string;
  readonly prompt: string;
  /** Milliseconds since the epoch. */
  readonly submittedAt: number;
  readonly status: TaskStatus;
  /** What the task costs when it succeeds, as a decimal string. */
  readonly quoted: string;
  /** What it has cost: `quoted` when it SUCCEEDED, `0.00` otherwise. */
  readonly charged: string;
  readonly currency: string;
};

export type Ledger = {
  readonly entries: readonly LedgerEntry[];
  readonly totalQuoted: string;
  readonly totalCharged: string;
};

/**
 * Who owes what, from settled tasks. Billed seconds, or images, × price for each success, nothing for the others.
 * Source: the billing rules of DashScope's documentation.
 */
export function ledgerOf(tasks: readonly Task[], now: number): Ledger {
  const entries = tasks.map((task) => entryOf(task, now));
  return {
    entries,
    totalQuoted: sumOf(entries.map(({ quoted }) => quoted)),
    totalCharged: sumOf(entries.map(({ charged }) => charged)),
  };
}

function entryOf(task: Task, now: number): LedgerEntry {
  const status = statusAt(task, now);
  const units = task.images > 0 ? madeImages(task) : task.outputSeconds + task.inputSeconds;
  const quoted = costOf(units, task.unitPrice);
  return {
    taskId: task.id,
    requestId: task.requestId,
    account: task.account,
    model: task.model,
    prompt: task.prompt,
    submittedAt: task.submittedAt,
    status,
    quoted,
    charged: status === "SUCCEEDED" ? quoted : "0.00",
    currency: task.currency,
  };
}
