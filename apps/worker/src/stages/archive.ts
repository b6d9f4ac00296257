import type { ResultFile, TaskAnswer } from "@dashqueue/dashscope";
import type { ArchivedFile, Archiving, Change, Changed, Failure } from "@dashqueue/queue/internal";

import type { Stored } from "../archiving/store-file.ts";
import type { Outcome } from "../outcome.ts";
import { afterChange } from "../outcome.ts";

export interface ArchivePorts {
  /**
   * Reads the task for fresh links, in turn with all queries of the account (G8). Links are
   * credentials and are never stored (G7).
   */
  readTask(generation: Archiving, signal: AbortSignal): Promise<TaskAnswer>;
  /**
   * Copies one file into the archive. Resolves when its bytes, size and sha256 are durable (G6).
   */
  store(generationId: string, file: ResultFile, signal: AbortSignal): Promise<Stored>;
  record(id: string, change: Change): Promise<Changed>;
  now(): number;
}

/**
 * archiving → succeeded. Any failure is retried until the links expire, then → failed.
 *
 * @param tries how often this job has run before.
 */
export async function archive(
  archiving: Archiving,
  ports: ArchivePorts,
  { tries, signal }: { readonly tries: number; readonly signal: AbortSignal },
): Promise<Outcome> {
  const retry = (failure: Failure) => retryUntilExpired(archiving, failure, tries, ports);
  const answer = await ports.readTask(archiving, signal);
  if (signal.aborted) return { kind: "hand-back" };
  if (answer.kind !== "task") return retry(answer.failure);
  const { task } = answer;
  if (task.status !== "SUCCEEDED" || task.files.length === 0)
    return retry({ ...NO_LINK, message: noLinkMessage(task.status) });
  const files: ArchivedFile[] = [];
  for (const file of task.files) {
    const stored = await ports.store(archiving.id, file, signal);
    if (signal.aborted) return { kind: "hand-back" };
    if (stored.kind === "failed") return retry(stored.failure);
    files.push(stored.file);
  }
  return afterChange(await ports.record(archiving.id, { kind: "files-archived", files }));
}

/** The result is paid, so only the expiry of its links ends the retries. */
async function retryUntilExpired(
  archiving: Archiving,
  failure: Failure,
  tries: number,
  ports: ArchivePorts,
): Promise<Outcome> {
  if (ports.now() < archiving.result.expiresAt)
    return { kind: "wait", delayMs: archiveDelayMs(tries), reason: failure.message };
  const message = `the link of the result expired before it could be copied; the last attempt failed: ${failure.message}`;
  return afterChange(
    await ports.record(archiving.id, {
      kind: "files-expired",
      failure: { ...failure, kind: "expired", message, charged: true },
    }),
  );
}

/** 2 s, 4 s, … up to five minutes: soon after a short failure, rarely while a disk is full. */
export function archiveDelayMs(tries: number): number {
  return Math.min(2_000 * 2 ** Math.min(tries, 10), 5 * 60_000);
}

function noLinkMessage(status: string): string {
  return status === "SUCCEEDED"
    ? "the provider returned no result file"
    : `the provider reports ${status} for a task that succeeded`;
}

const NO_LINK: Failure = {
  kind: "unreadable",
  code: "",
  message: "",
  requestId: null,
  charged: true,
};
