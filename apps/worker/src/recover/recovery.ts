import type { DashScopeClient, ResultFile, TaskRow } from "@dashqueue/dashscope";

import type { Stored } from "../stages/archive.ts";

export interface RecoveryPorts {
  readonly client: Pick<DashScopeClient, "list" | "get">;
  /** Waits until the account may be asked again (G8). */
  turn(): Promise<void>;
  /** The generations that have these tasks, null where none has. */
  ownersOf(taskIds: readonly string[]): Promise<readonly (string | null)[]>;
  /** Copies a file into the archive; null to only look. */
  readonly store: ((folder: string, file: ResultFile) => Promise<Stored>) | null;
}

/** A task that the provider still knows. */
export interface RecoveredTask extends TaskRow {
  /** The generation that has it, or null. */
  readonly owner: string | null;
  readonly prompt: string | null;
  readonly files: readonly Stored[];
}

/**
 * Every task that the account still knows, which it does for 24 hours, newest first; of those that succeeded and no generation has, the prompt and,
 * where it is asked for, the files in the archive, under `recovered-<task>`.
 *
 * @throws Error with what the provider said when it does not show its list.
 */
export async function* recover(
  ports: RecoveryPorts,
): AsyncGenerator<RecoveredTask, void, undefined> {
  const rows = await listAll(ports);
  const owners = await ports.ownersOf(rows.map(({ taskId }) => taskId));
  for (const [index, row] of rows.entries()) {
    const owner = owners[index] ?? null;
    const idle = { ...row, owner, prompt: null, files: [] };
    yield owner === null && row.status === "SUCCEEDED"
      ? { ...idle, ...(await fetchResult(row, ports)) }
      : idle;
  }
}

async function listAll({ client, turn }: RecoveryPorts): Promise<TaskRow[]> {
  const rows: TaskRow[] = [];
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    await turn();
    const answer = await client.list({ page, pageSize: 20 });
    if (answer.kind !== "rows")
      throw new Error(`the provider does not show its tasks: ${answer.failure.message}`);
    rows.push(...answer.rows);
    pages = answer.totalPages;
  }
  return rows;
}

async function fetchResult(
  { taskId }: TaskRow,
  { client, turn, store }: RecoveryPorts,
): Promise<Pick<RecoveredTask, "prompt" | "files">> {
  await turn();
  const answer = await client.get(taskId);
  if (answer.kind !== "task" || answer.task.status !== "SUCCEEDED")
    return { prompt: null, files: [] };
  const files: Stored[] = [];
  if (store !== null)
    for (const file of answer.task.files) files.push(await store(`recovered-${taskId}`, file));
  return { prompt: answer.task.origPrompt, files };
}
