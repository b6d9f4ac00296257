import type { Failure } from "../failure/failure.ts";
import type { FailedEntry } from "./results/failed-entries.ts";
import type { ResultFile } from "./results/result-files.ts";

/** The provider's usage figures, unchanged. */
export type Usage = Readonly<Record<string, unknown>>;

/** The states of a task, in the spelling of DashScope's documentation and SDKs. */
const STATUSES = [
  "PENDING",
  "RUNNING",
  /** Only in the SDKs, and documented for `video-style-transform`. */
  "SUSPENDED",
  /** Documented for `videoretalk`, like the next one. */
  "PRE-PROCESSING",
  "POST-PROCESSING",
  "SUCCEEDED",
  "FAILED",
  "CANCELED",
] as const;
type TaskStatus = (typeof STATUSES)[number];

/**
 * The status that a word means in any spelling: upper or lower case, `_`, `-`, a space or nothing
 * between words, and `CANCELLED`. Null for every other word.
 */
export function taskStatusOf(word: string): TaskStatus | null {
  return BY_LETTERS.get(lettersOf(word)) ?? null;
}

function lettersOf(word: string): string {
  return word
    .toUpperCase()
    .replaceAll(/[\s_-]/g, "")
    .replace("CANCELLED", "CANCELED");
}

const BY_LETTERS: ReadonlyMap<string, TaskStatus> = new Map(
  STATUSES.map((status) => [lettersOf(status), status]),
);

/**
 * A task as the provider reports it. A word that is no known status is `UNRECOGNIZED`: such a task
 * counts as unfinished.
 */
export type Task =
  | {
      readonly status: "PENDING" | "RUNNING" | "SUSPENDED" | "PRE-PROCESSING" | "POST-PROCESSING";
      readonly id: string;
    }
  | {
      readonly status: "SUCCEEDED";
      readonly id: string;
      /** Those at the documented places of the output; empty if there are none. */
      readonly files: readonly ResultFile[];
      /** Those at any other place; absent if there are none. */
      readonly otherFiles?: readonly ResultFile[];
      /** The results of a batch that failed; absent if none did. */
      readonly failedEntries?: readonly FailedEntry[];
      readonly usage: Usage;
      readonly origPrompt: string | null;
      readonly actualPrompt: string | null;
      readonly endedAt: number | null;
    }
  | { readonly status: "FAILED"; readonly id: string; readonly failure: Failure }
  | { readonly status: "CANCELED"; readonly id: string }
  | { readonly status: "UNRECOGNIZED"; readonly id: string; readonly word: string };
