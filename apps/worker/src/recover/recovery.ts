import type { DashScopeClient, ResultFile, TaskRow } from "@dashqueue/dashscope";

import { resultsOf } from "../archiving/results.ts";
import type { Stored } from "../archiving/store-file.ts";

export interface RecoveryPorts {
  readonly client: Pick<DashScopeClient, "list" | "get">;
  /** Waits until the account may be queried again (G8). */
  turn(): Promise<void>;
  /** Returns the owner of each task, null where no generation owns it. */
  ownersOf(taskIds: readonly string[]): Promise<readonly (string | null)[]>;
  /** Returns the generation whose record in the archive names the task, or null. */
  archivedAs(taskId: string): Promise<string | null>;
  /** Copies a file into the archive; null to list only. */
  readonly store: ((folder: string, file: ResultFile) => Promise<Stored>) | null;
}

/** A task that the provider has not deleted yet. */
export interface RecoveredTask extends TaskRow {
  /** The generation that owns it, or null. */
  readonly owner: string | null;
  /** The generation that Redis forgot and the archive has, or null. */
  readonly archivedAs: string | null;
  readonly prompt: string | null;
  readonly files: readonly Stored[];
}

/**
 * Yields every task of the account, newest first; the provider keeps tasks for 24 hours. For
 * succeeded tasks of which neither Redis nor the archive knows a generation it adds the prompt and,
 * on request, copies the files into the archive under `recovered-<task>`.
 *
 * @throws Error with the provider's message if the list is unavailable.
 */
export async function* recover(
  ports: RecoveryPorts,
): AsyncGenerator<RecoveredTask, void, undefined> {
  const rows = await listAll(ports);
  const owners = await ports.ownersOf(rows.map(({ taskId }) => taskId));
  for (const [index, row] of rows.entries()) {
    const owner = owners[index] ?? null;
    const archivedAs = owner === null ? await ports.archivedAs(row.taskId) : null;
    const listed = { ...row, owner, archivedAs, prompt: null, files: [] };
    const isLost = owner === null && archivedAs === null;
    yield isLost && row.status === "SUCCEEDED"
      ? { ...listed, ...(await fetchResult(row, ports)) }
      : listed;
  }
}

async function listAll({ client, turn }: RecoveryPorts): Promise<TaskRow[]> {
  const rows: TaskRow[] = [];
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    await turn();
    const answer = await client.list({ page, pageSize: 20 });
    if (answer.kind !== "rows")
      throw new Error(`the provider does not list its tasks: ${answer.failure.message}`);
    rows.push(...answer.rows);
    pages = answer.totalPages;
  }
  return rows;
}

async function fetchResult(
  { taskId, model }: TaskRow,
  { client, turn, store }: RecoveryPorts,
): Promise<Pick<RecoveredTask, "prompt" | "files">> {
  await turn();
  const answer = await client.get(taskId);
  if (answer.kind !== "task" || answer.task.status !== "SUCCEEDED")
    return { prompt: null, files: [] };
  const files: Stored[] = [];
  if (store !== null)
    for (const file of resultsOf(model, answer.task))
      files.push(await store(`recovered-${taskId}`, file));
  return { prompt: answer.task.origPrompt, files };
}
