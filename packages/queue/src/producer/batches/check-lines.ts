import { setImmediate } from "node:timers/promises";

import type { Problem } from "@dashqueue/dashscope";

import { generationIdIn } from "../../generation/batch/batch-id.ts";
import type { Queued } from "../../generation/generation.ts";
import type { GenerationStore } from "../../store/generation-store.ts";
import { readSubmission } from "../../submission/submission.ts";
import type { SubmissionRules } from "../../submission/submission.ts";
import type { EmbeddedFile } from "../../uploads/data-url.ts";
import { withoutFiles } from "../../uploads/embedded-files.ts";
import type { MediaPorts } from "../accept-generation.ts";
import { mediaProblems } from "../accept-generation.ts";

/** One submission of a batch. */
export interface BatchLine {
  /** As people count them, from 1. */
  readonly line: number;
  readonly submission: unknown;
  /** Files that are not stored yet, by the ids of the uploads that the submission names. */
  readonly files?: ReadonlyMap<string, EmbeddedFile> | undefined;
}

export interface BatchProblem extends Problem {
  readonly line: number;
}

export interface CheckedLine extends BatchLine {
  readonly generation: Queued;
  readonly fingerprint: string;
}

export interface CheckPorts extends MediaPorts {
  readonly store: Pick<GenerationStore, "isAccepted">;
  readonly rules: SubmissionRules;
}

/** How many lines are checked before other requests have their turn. */
const LINES_AT_ONCE = 25;

/** Checks every line, and gives those that are valid the ids of their generations. */
export async function checkLines(
  rules: SubmissionRules,
  lines: readonly BatchLine[],
  at: { readonly id: string; readonly tenant: string; readonly now: number },
): Promise<
  | { readonly ok: true; readonly checked: readonly CheckedLine[] }
  | { readonly ok: false; readonly problems: readonly BatchProblem[] }
> {
  const checked: CheckedLine[] = [];
  const problems: BatchProblem[] = [];
  for (const [index, line] of lines.entries()) {
    if (index % LINES_AT_ONCE === 0) await setImmediate();
    const id = generationIdIn(at.id, index);
    const read = readSubmission(line.submission, rules, { ...at, id });
    if (read.ok) {
      const generation = { ...read.generation, batch: at.id };
      checked.push({ ...line, generation, fingerprint: read.fingerprint });
    } else problems.push(...problemsAt(line.line, read.problems));
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, checked };
}

/** Stores the files of all lines, and checks the files that they name. */
export async function storeMedia(
  ports: CheckPorts,
  checked: readonly CheckedLine[],
): Promise<
  | { readonly ok: true; readonly generations: readonly Queued[] }
  | { readonly ok: false; readonly problems: readonly BatchProblem[] }
> {
  const generations: Queued[] = [];
  const problems: BatchProblem[] = [];
  for (const [index, { line, generation, files }] of checked.entries()) {
    if (index % LINES_AT_ONCE === 0) await setImmediate();
    const stored = await withoutFiles(ports, generation, files);
    const found = stored.ok ? await mediaProblems(ports, stored.generation, {}) : stored.problems;
    problems.push(...problemsAt(line, found));
    if (stored.ok) generations.push(stored.generation);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, generations };
}

function problemsAt(line: number, problems: readonly Problem[]): BatchProblem[] {
  return problems.map(({ path, message }) => ({ line, path, message }));
}
