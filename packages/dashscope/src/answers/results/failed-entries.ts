import { z } from "zod";

import { withoutSecrets } from "../../failure/without-secrets.ts";

/** A result of a batch that failed although the task succeeded. It is not charged. */
export interface FailedEntry {
  /** Its place among all results, from 0. */
  readonly index: number;
  /** The provider's own code, or "". */
  readonly code: string;
  readonly message: string;
}

const text = z.string().nullish().catch(null);
const results = z.array(
  z
    .object({
      url: z.unknown().optional(),
      transcription_url: z.unknown().optional(),
      subtask_status: text,
      code: text,
      message: text,
    })
    .nullable()
    .catch(null),
);

/**
 * The failures among a task's results. A batch succeeds when one of its results does; each failed
 * one is a `{code, message}` in the same list. DashScope's documentation: "manage asynchronous
 * tasks". Never throws.
 */
export function failedEntriesOf(output: Readonly<Record<string, unknown>>): readonly FailedEntry[] {
  const read = results.safeParse(output["results"]);
  return (read.data ?? []).flatMap((entry, index) => {
    if (entry === null) return [];
    const hasLink = [entry.url, entry.transcription_url].some((url) => typeof url === "string");
    const isFailure =
      !hasLink && (entry.code || entry.message || entry.subtask_status === "FAILED");
    if (!isFailure) return [];
    const message = withoutSecrets(entry.message ?? "the provider gave no reason for the failure");
    return [{ index, code: entry.code ?? "", message }];
  });
}
