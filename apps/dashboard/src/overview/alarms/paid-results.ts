import type { CollectionBlock, CollectionGate, Generation } from "@dashqueue/queue/internal";
import { lostFrom } from "@dashqueue/queue/internal";

import { formatTime } from "../../html/format.ts";
import type { Translate } from "../../texts/translate.ts";
import { amountsOf } from "../at-risk.ts";
import type { PausePorts } from "./read-pauses.ts";

/** The paid results that wait to be copied. */
export interface PaidResults {
  readonly count: number;
  /** Those that were accepted first. */
  readonly first: readonly Generation[];
}

export interface CollectionPorts extends Pick<PausePorts, "oldestIn"> {
  readonly collectionGate: Pick<CollectionGate, "blocks">;
}

/** Why results cannot be collected, and then the first of those that wait. */
export async function readCollection({
  collectionGate,
  oldestIn,
}: CollectionPorts): Promise<
  Pick<PaidResults, "first"> & { readonly blocks: readonly CollectionBlock[] }
> {
  const blocks = await collectionGate.blocks();
  const first = blocks.length === 0 ? [] : await oldestIn("archiving");
  return { blocks, first: first.filter((one) => one !== null) };
}

/**
 * What is at stake while results cannot be collected, a sentence each.
 *
 * @param account whose results these are; null for all
 */
export function paidTexts(
  { count, first }: PaidResults,
  account: string | null,
  t: Translate,
): readonly string[] {
  const own = first.filter(
    (one) => account === null || ("attempt" in one && one.attempt?.account === account),
  );
  const isComplete = first.length >= count;
  // Of which account those are that were not read is unknown.
  const ownCount = account === null ? count : isComplete ? own.length : 0;
  if (ownCount === 0) return [];
  const sum = amountsOf(own).join(" + ");
  const known = sum === "" ? t("price unknown") : sum;
  const amounts = isComplete || sum === "" ? known : t("at least {amounts}", { amounts: sum });
  const times = own.flatMap((one) => lostFrom(one) ?? []);
  return [
    ownCount === 1
      ? t("1 paid result waits to be copied ({amounts}).", { amounts })
      : t("{count} paid results wait to be copied ({amounts}).", { count: ownCount, amounts }),
    ...(times.length === 0
      ? []
      : [
          t("The first link of a paid result expires at {time}.", {
            time: formatTime(Math.min(...times)),
          }),
        ]),
  ];
}
