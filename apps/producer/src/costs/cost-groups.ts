import type { CostTotal, Generation } from "@dashqueue/queue/internal";
import { costEntryOf, sumOf } from "@dashqueue/queue/internal";

export const PLAIN_DIMENSIONS = ["day", "account", "model", "tenant"] as const;
type PlainDimension = (typeof PLAIN_DIMENSIONS)[number];

/** By what costs are grouped: `metadata.project` is an entry of what callers sent. */
export type Dimension = PlainDimension | `metadata.${string}`;

/** Some costs, with the metadata of their generations. */
export interface CostShare extends CostTotal {
  readonly metadata: Readonly<Record<string, string>>;
}

/** A group. The values of its dimensions are texts, or null for metadata that are not known. */
export type CostRow = Readonly<Record<string, string | number | null>>;

/** Adds up costs by these dimensions, and always by state and currency. */
export function groupCosts(
  shares: readonly CostShare[],
  dimensions: readonly Dimension[],
): readonly CostRow[] {
  const keyOf = (share: CostShare) =>
    JSON.stringify([
      ...dimensions.map((dimension) => valueOf(share, dimension) ?? ""),
      share.state,
      share.currency ?? "",
      // Apart from an empty text.
      ...dimensions.map((dimension) => valueOf(share, dimension) === null),
    ]);
  return [...Map.groupBy(shares, keyOf)]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, group]) => {
      const [first] = group;
      if (first === undefined) return [];
      const values = dimensions.map((dimension) => [dimension, valueOf(first, dimension)]);
      return [{ ...(Object.fromEntries(values) as CostRow), ...sumsOf(first, group) }];
    });
}

function sumsOf({ state, currency }: CostShare, group: readonly CostShare[]) {
  const amount =
    currency === null
      ? null
      : sumOf(group.flatMap(({ amount }) => (amount === null ? [] : [amount])));
  const generations = group.reduce((sum, share) => sum + share.generations, 0);
  return { state, currency, amount, generations };
}

function valueOf(share: CostShare, dimension: Dimension): string | null {
  if (isPlain(dimension)) return share[dimension];
  const key = dimension.slice("metadata.".length);
  return Object.hasOwn(share.metadata, key) ? (share.metadata[key] ?? null) : null;
}

export function isPlain(dimension: Dimension): dimension is PlainDimension {
  return PLAIN_DIMENSIONS.some((plain) => plain === dimension);
}

/**
 * The shares of the records that are known, and as the rest of each total what is left of it: the
 * totals also count generations that are no longer in Redis.
 */
export function sharesOf(
  totals: readonly CostTotal[],
  records: readonly Generation[],
): readonly CostShare[] {
  const days = new Set(totals.map(({ day }) => day));
  const known = records.flatMap((generation): CostShare[] => {
    const entry = costEntryOf(generation);
    if (entry === null || !days.has(entry.day)) return [];
    const { cost, ...place } = entry;
    const { amount = null, currency = null } = cost ?? {};
    return [{ ...place, amount, currency, generations: 1, metadata: generation.metadata }];
  });
  const counted = Map.groupBy(known, placeOf);
  const rest = totals.flatMap((total): CostShare[] => {
    const own = counted.get(placeOf(total)) ?? [];
    const generations = total.generations - own.length;
    // None or fewer, if generations changed between the two reads.
    if (generations <= 0) return [];
    const spent = own.flatMap(({ amount }) => (amount === null ? [] : [`-${amount}`]));
    const amount = total.amount === null ? null : sumOf([total.amount, ...spent]);
    return [{ ...total, amount, generations, metadata: {} }];
  });
  return [...known, ...rest];
}

function placeOf({ day, account, model, tenant, state, currency }: CostTotal): string {
  return JSON.stringify([day, account, model, tenant, state, currency]);
}
