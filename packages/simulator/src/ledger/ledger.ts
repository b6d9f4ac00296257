import type { Task } from "../tasks/task.ts";
import type { TaskStatus } from "../tasks/task-status.ts";
import { statusAt } from "../tasks/task-status.ts";
import { costOf, sumOf } from "./money.ts";

/** The cost of one accepted create request. */
export interface LedgerEntry {
  readonly taskId: string;
  readonly requestId: string;
  readonly account: string;
  readonly model: string;
  readonly prompt: string;
  /** Milliseconds since the epoch. */
  readonly submittedAt: number;
  readonly status: TaskStatus;
  /** What the task costs if it succeeds, as a decimal string. */
  readonly quoted: string;
  /** What the task has cost: `quoted` if it SUCCEEDED, else `0.00`. */
  readonly charged: string;
  readonly currency: string;
}

/** The costs of all tasks. Totals are decimal strings. */
export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  readonly totalQuoted: string;
  readonly totalCharged: string;
}

/**
 * A success costs its billed units times their price. Other tasks cost nothing.
 * Source: the billing rules of DashScope's documentation.
 *
 * @param tasks settled tasks.
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
  const quoted = costOf(task.units, task.unitPrice);
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
