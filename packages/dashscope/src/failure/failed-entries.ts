import { z } from "zod";

import { withoutSecrets } from "../client/provider-text.ts";

/** One of several results that was not made, in a task that succeeded all the same. It is not charged. */
export interface FailedEntry {
  /** Its place among all results, from 0. */
  readonly index: number;
  /** The provider's own code, or "". */
  readonly code: string;
  readonly message: string;
}

const text = z.string().nullish().catch(null);
const results = z.array(
  z.object({ url: z.unknown().optional(), code: text, message: text }).nullable().catch(null),
);

/**
 * The failures among a task's results. A batch succeeds when one of it does; the others stand beside it as `{code, message}`.
 * DashScope's documentation: "manage asynchronous tasks". Total.
 */
export function failedEntriesOf(output: Readonly<Record<string, unknown>>): readonly FailedEntry[] {
  const read = results.safeParse(output["results"]);
  return (read.data ?? []).flatMap((entry, index) => {
    const isFailure =
      entry !== null && typeof entry.url !== "string" && (entry.code || entry.message);
    if (!isFailure) return [];
    const message = withoutSecrets(entry.message ?? "the provider does not say why it failed");
    return [{ index, code: entry.code ?? "", message }];
  });
}
