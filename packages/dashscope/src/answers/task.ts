import type { Failure } from "../failure/failure.ts";
import type { FailedEntry } from "./failed-entries.ts";
import type { ResultFile } from "./result-files.ts";

/** The provider's usage figures, unchanged. */
export type Usage = Readonly<Record<string, unknown>>;

/**
 * A task as the provider reports it. A status that is not documented is `UNRECOGNIZED`, never
 * mapped to a known one.
 */
export type Task =
  | { readonly status: "PENDING" | "RUNNING"; readonly id: string }
  | {
      readonly status: "SUCCEEDED";
      readonly id: string;
      /** Empty if the provider returned none. */
      readonly files: readonly ResultFile[];
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
