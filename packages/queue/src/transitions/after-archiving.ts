import type { Advanced } from "./advanced.ts";
import { advanced, ignored } from "./advanced.ts";
import type { Change } from "./change.ts";
import type { Archiving, Generation, MissingFile } from "../generation/generation.ts";

type FilesChange = Extract<Change, { kind: `files-${string}` }>;

/**
 * The results are in the archive, or some of them, or their links expired. A file in the archive is
 * never lost because another one is (G6).
 */
export function afterArchiving(generation: Generation, change: FilesChange, now: number): Advanced {
  if (generation.status !== "archiving") return ignored("has nothing to archive");
  const { alarmedAtHours: _, files, missing, ...rest } = generation;
  const ended = { ...rest, finishedAt: now };
  const succeeded = { ...ended, status: "succeeded" } as const;
  switch (change.kind) {
    case "files-archived":
      return advanced({ ...succeeded, files: [...change.files], missing: [] }, change.kind);
    case "files-missing":
      return afterMissing(generation, change);
    case "files-expired":
      return advanced(
        files.length > 0
          ? { ...succeeded, files, missing: missing.map(expired) }
          : { ...ended, status: "failed", failure: change.failure },
        change.kind,
      );
  }
}

function expired({ index, name, failure }: MissingFile): MissingFile {
  return { index, name, failure: { ...failure, kind: "expired" } };
}

/** Two workers may copy the same files, so a file that was stored by either is stored. */
function afterMissing(
  generation: Archiving,
  change: Extract<FilesChange, { kind: "files-missing" }>,
): Advanced {
  const named = new Set(change.files.map(({ name }) => name));
  const files = [...change.files, ...generation.files.filter(({ name }) => !named.has(name))];
  const stored = new Set(files.map(({ name }) => name));
  const missing = change.missing.filter(({ name }) => !stored.has(name));
  const isNews =
    files.length > generation.files.length || summaryOf(missing) !== summaryOf(generation.missing);
  return isNews
    ? advanced({ ...generation, files, missing }, change.kind)
    : ignored("was already recorded");
}

/** The messages of two failures may differ in a number only. */
function summaryOf(missing: readonly MissingFile[]): string {
  return missing.map(({ name, failure }) => `${name} ${failure.kind} ${failure.code}`).join();
}
