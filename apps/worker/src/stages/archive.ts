import type { ResultFile, TaskAnswer } from "@dashqueue/dashscope";
import type {
  ArchivedFile,
  Archiving,
  Change,
  Changed,
  Failure,
  Generation,
  MissingFile,
} from "@dashqueue/queue/internal";

import { resultsOf } from "../archiving/results.ts";
import type { Stored } from "../archiving/store-file.ts";
import type { Outcome } from "../outcome.ts";
import { afterChange } from "../outcome.ts";

export interface ArchivePorts {
  /**
   * Returns the task with fresh links, read in turn with all queries of the account (G8), unless
   * this worker has just done so. Links are credentials and are never stored (G7).
   */
  readTask(generation: Archiving, signal: AbortSignal): Promise<TaskAnswer>;
  /** Whether a file that was copied before is still in the archive. */
  holds(generationId: string, file: ArchivedFile): Promise<boolean>;
  /**
   * Copies one file into the archive. Resolves when its bytes, size and sha256 are durable (G6).
   */
  store(archiving: Archiving, file: ResultFile, signal: AbortSignal): Promise<Stored>;
  record(generation: Generation, change: Change): Promise<Changed>;
  now(): number;
}

/**
 * archiving → succeeded. What is missing is copied again until the links expire. Then → succeeded
 * with the files that are there, or → failed if there is none.
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
  const results = task.status === "SUCCEEDED" ? resultsOf(archiving.request.model, task) : [];
  if (results.length === 0) return retry({ ...NO_LINK, message: noLinkMessage(task.status) });
  const copied = await copy(archiving, results, ports, signal);
  if (copied === null) return { kind: "hand-back" };
  const { files, missing } = copied;
  const [first] = missing;
  if (first === undefined)
    return afterChange(await ports.record(archiving, { kind: "files-archived", files }));
  const recorded = await ports.record(archiving, { kind: "files-missing", files, missing });
  const isOpen = recorded.kind !== "missing" && recorded.generation.status === "archiving";
  const message = `${first.name}: ${first.failure.message}`;
  return isOpen ? retry({ ...first.failure, message }) : afterChange(recorded);
}

/** Copies what is not in the archive yet; null if the process closes. */
async function copy(
  archiving: Archiving,
  results: readonly ResultFile[],
  ports: ArchivePorts,
  signal: AbortSignal,
): Promise<{ readonly files: ArchivedFile[]; readonly missing: MissingFile[] } | null> {
  const files: ArchivedFile[] = [];
  const missing: MissingFile[] = [];
  for (const [index, file] of results.entries()) {
    const known = archiving.files.find(({ name }) => name === file.name);
    if (known !== undefined && (await ports.holds(archiving.id, known))) {
      files.push(known);
      continue;
    }
    const stored = await ports.store(archiving, file, signal);
    if (signal.aborted) return null;
    if (stored.kind === "stored") files.push(stored.file);
    else missing.push({ index, name: file.name, failure: stored.failure });
  }
  return { files, missing };
}

/** The result is paid, so only the expiry of its links ends the retries. */
async function retryUntilExpired(
  archiving: Archiving,
  failure: Failure,
  tries: number,
  ports: ArchivePorts,
): Promise<Outcome> {
  if (ports.now() < archiving.result.expiresAt)
    return { kind: "wait", delayMs: retryDelayMs(failure, tries), reason: failure.message };
  const message = `the link of the result expired before it could be copied; the last attempt failed: ${failure.message}`;
  return afterChange(
    await ports.record(archiving, {
      kind: "files-expired",
      failure: { ...failure, kind: "expired", message, charged: true },
    }),
  );
}

/** What is wrong with the API key of this worker does not delay a worker with another key. */
function retryDelayMs({ kind }: Failure, tries: number): number {
  return archiveDelayMs(kind === "authentication" ? 0 : tries);
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
