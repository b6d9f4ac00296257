import type { ResultFile, TaskAnswer } from "@dashqueue/dashscope";
import type { ArchivedFile, Archiving, Change, Changed, Failure } from "@dashqueue/queue/internal";

import type { Outcome } from "../outcome.ts";

export interface ArchivePorts {
  /** Asks for the task again, in turn with all queries (G8): links are credentials and never stored (G7). */
  readTask(generation: Archiving, signal: AbortSignal): Promise<TaskAnswer>;
  /** Copies one file into the archive; resolves when its bytes, size and sha256 are safe there (G6). */
  store(generationId: string, file: ResultFile, signal: AbortSignal): Promise<Stored>;
  record(id: string, change: Change): Promise<Changed>;
  now(): number;
  /** How often this job has come here before. */
  readonly tries: number;
}

export type Stored =
  | { readonly kind: "stored"; readonly file: ArchivedFile }
  | { readonly kind: "failed"; readonly failure: Failure };

/** archiving → succeeded; or again later, for as long as the links live; then failed. */
export async function archive(
  archiving: Archiving,
  ports: ArchivePorts,
  signal: AbortSignal,
): Promise<Outcome> {
  const answer = await ports.readTask(archiving, signal);
  if (signal.aborted) return { kind: "hand-back" };
  if (answer.kind !== "task") return again(archiving, answer.failure, ports);
  if (answer.task.status !== "SUCCEEDED" || answer.task.files.length === 0) {
    return again(archiving, { ...NO_LINK, message: noLink(answer.task.status) }, ports);
  }
  const files: ArchivedFile[] = [];
  for (const file of answer.task.files) {
    const stored = await ports.store(archiving.id, file, signal);
    if (signal.aborted) return { kind: "hand-back" };
    if (stored.kind === "failed") return again(archiving, stored.failure, ports);
    files.push(stored.file);
  }
  return record(archiving.id, { kind: "files-archived", files }, ports);
}

/** Nothing but the end of the links ends this: the video is paid. */
async function again(
  archiving: Archiving,
  failure: Failure,
  ports: ArchivePorts,
): Promise<Outcome> {
  if (ports.now() < archiving.result.expiresAt) {
    return { kind: "wait", delayMs: archiveDelayMs(ports.tries), reason: failure.message };
  }
  const message = `the result's link died before it could be copied; the last try said: ${failure.message}`;
  return record(
    archiving.id,
    { kind: "files-expired", failure: { ...failure, kind: "expired", message, charged: true } },
    ports,
  );
}

/** 2 s, 4 s, … up to five minutes: soon after a hiccup, and not in the way of a disk that somebody makes room on. */
export function archiveDelayMs(tries: number): number {
  return Math.min(2_000 * 2 ** Math.min(tries, 10), 5 * 60_000);
}

async function record(id: string, change: Change, ports: ArchivePorts): Promise<Outcome> {
  const changed = await ports.record(id, change);
  return changed.kind === "missing"
    ? { kind: "fail", failure: { ...NO_LINK, message: "the record was deleted" } }
    : { kind: "advance", generation: changed.generation };
}

function noLink(status: string): string {
  return status === "SUCCEEDED"
    ? "the provider names no file"
    : `the provider says ${status} of a task that succeeded`;
}

const NO_LINK: Failure = {
  kind: "unreadable",
  code: "",
  message: "",
  requestId: null,
  charged: true,
};
